package io.claimflow.engine.admission;

/**
 * The time for which a run waits until it may compute, since others do. Only the thread
 * of the run waits; any thread may ask.
 */
public final class PermitWait {

	/** While the thread waits, less the time at which it began. */
	private long nanos;

	private boolean waiting;

	public synchronized void begin() {
		this.waiting = true;
		this.nanos -= System.nanoTime();
	}

	public synchronized void end() {
		this.nanos += System.nanoTime();
		this.waiting = false;
	}

	/** The time so far, in nanoseconds. */
	public synchronized long nanos() {
		return this.waiting ? this.nanos + System.nanoTime() : this.nanos;
	}

}
