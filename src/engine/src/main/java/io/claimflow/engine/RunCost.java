package io.claimflow.engine;

/**
 * What one run has computed, in nanoseconds.
 *
 * @param nanos all of it
 * @param linkNanos the part in which modules were evaluated
 */
record RunCost(long nanos, long linkNanos) {

	static final RunCost NONE = new RunCost(0, 0);

}
