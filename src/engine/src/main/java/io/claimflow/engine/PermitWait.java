package io.claimflow.engine;

/**
 * The time for which a run waits until it may compute, since others do. Only the thread
 * of the run waits; any thread may ask.
 */
final class PermitWait {

	/** While the thread waits, less the time at which it began. */
	private long nanos;

	private boolean waiting;

	synchronized void begin() {
		this.waiting = true;
		this.nanos -= System.nanoTime();
	}

	synchronized void end() {
		this.nanos += System.nanoTime();
		this.waiting = false;
	}

	/** The time so far, in nanoseconds. */
	synchronized long nanos() {
		return this.waiting ? this.nanos + System.nanoTime() : this.nanos;
	}

}
