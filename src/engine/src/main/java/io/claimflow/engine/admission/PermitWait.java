package io.claimflow.engine.admission;

/**
 * The time for which a run waits until it may compute, or can, since others do. Only the
 * thread of the run waits; any thread may ask.
 */
public final class PermitWait {

	private final ProcessorShortage shortage;

	/** While the thread waits, less the time at which it began. */
	private long nanos;

	/** The part of that in which nobody had a processor. */
	private long shortNanos;

	private boolean waiting;

	private long idleNanos;

	private boolean idle;

	private long processorNanos;

	public PermitWait(ProcessorShortage shortage) {
		this.shortage = shortage;
	}

	public synchronized void begin() {
		this.waiting = true;
		this.nanos -= System.nanoTime();
		this.shortNanos -= this.shortage.nanos();
	}

	public synchronized void end() {
		this.nanos += System.nanoTime();
		this.shortNanos += this.shortage.nanos();
		this.waiting = false;
	}

	/** The run waits for a call, or for a timer, from now on. */
	public synchronized void beginIdle() {
		this.idle = true;
		this.idleNanos -= System.nanoTime();
	}

	public synchronized void endIdle() {
		this.idleNanos += System.nanoTime();
		this.idle = false;
	}

	/** Whether the run waits for a call, or for a timer. */
	public synchronized boolean isIdle() {
		return this.idle;
	}

	/** The time so far in which the run waited for its turn or a call, in nanoseconds. */
	public synchronized long knownNanos() {
		return pausedNanos() + (this.idle ? this.idleNanos + System.nanoTime() : this.idleNanos);
	}

	/**
	 * Adds time in which the run could have computed, and got no processor.
	 * @param nanos the time, in nanoseconds
	 */
	public synchronized void addProcessorWait(long nanos) {
		this.processorNanos += nanos;
	}

	/**
	 * The time so far, in nanoseconds, the wait for a processor included as far as it
	 * counts.
	 */
	public synchronized long nanos() {
		return pausedNanos() + this.shortage.counted(this.processorNanos);
	}

	private long pausedNanos() {
		return this.waiting ? this.nanos + System.nanoTime() : this.nanos;
	}

	/**
	 * The time so far in which the run was not let compute, and others could, in
	 * nanoseconds.
	 */
	public synchronized long turnNanos() {
		return Math.max(0, pausedNanos() - this.shortage.counted(shortNanos()));
	}

	private long shortNanos() {
		return this.waiting ? this.shortNanos + this.shortage.nanos() : this.shortNanos;
	}

	/**
	 * Whether the run, or those that it waited for, went without a processor for longer
	 * than counts.
	 */
	public synchronized boolean isStarved() {
		return this.shortage.isOver(this.processorNanos) || this.shortage.isOver(shortNanos());
	}

}
