package io.claimflow.engine.admission;

import io.claimflow.Capacity;

/**
 * A clock of the time in which runs could compute, and the server had no processor for
 * them since other processes did, or its own compiler. One thread sets it; any may read
 * it.
 */
public final class ProcessorShortage {

	private final long maximum;

	private volatile long nanos;

	public ProcessorShortage(Capacity capacity) {
		this.maximum = capacity.starvedTime().toNanos();
	}

	/** Adds time, in nanoseconds. */
	public void add(long nanos) {
		this.nanos = this.nanos + nanos;
	}

	/** The time so far, in nanoseconds. */
	long nanos() {
		return this.nanos;
	}

	/** The time since then, or what counts of it, in nanoseconds. */
	long since(long before) {
		return counted(this.nanos - before);
	}

	/** Whether a time, in nanoseconds, is longer than counts. */
	boolean isOver(long nanos) {
		return nanos > this.maximum;
	}

	/** What counts of a time, in nanoseconds: nobody waits for ever. */
	long counted(long nanos) {
		return Math.min(nanos, this.maximum);
	}

}
