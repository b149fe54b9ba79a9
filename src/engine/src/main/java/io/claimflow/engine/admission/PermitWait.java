package io.claimflow.engine.admission;

/**
 * The time for which a run waits until it may compute, or can, since others do. Only the
 * thread of the run waits; any thread may ask.
 */
public final class PermitWait {

	/** While the thread waits, less the time at which it began. */
	private long nanos;

	private boolean waiting;

	private long processorNanos;

	public synchronized void begin() {
		this.waiting = true;
		this.nanos -= System.nanoTime();
	}

	public synchronized void end() {
		this.nanos += System.nanoTime();
		this.waiting = false;
	}

	/**
	 * Adds time in which the run could have computed, and got no processor.
	 * @param nanos the time, in nanoseconds
	 * @param maximum so much of it counts, in all
	 */
	public synchronized void addProcessorWait(long nanos, long maximum) {
		this.processorNanos = Math.min(this.processorNanos + nanos, maximum);
	}

	/** The time so far, in nanoseconds, the wait for a processor included. */
	public synchronized long nanos() {
		return pausedNanos() + this.processorNanos;
	}

	/** The time so far in which the run was not let compute, in nanoseconds. */
	public synchronized long pausedNanos() {
		return this.waiting ? this.nanos + System.nanoTime() : this.nanos;
	}

}
