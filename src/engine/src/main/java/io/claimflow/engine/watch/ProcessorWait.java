package io.claimflow.engine.watch;

/**
 * The time in which a thread could have computed and got no processor, as far as looks at
 * it can tell: what has passed between two looks, less the time for which it is known to
 * have waited, less what it computed. One thread looks.
 */
final class ProcessorWait {

	private boolean blocked;

	private long lookNanos = System.nanoTime();

	private long knownNanos;

	private long cpuNanos;

	private long readyNanos;

	/**
	 * Looks at the thread.
	 * @param now the time, as {@link System#nanoTime()} has it
	 * @param cpuNanos the time that the thread has computed, in nanoseconds
	 * @param knownNanos the time for which it is known to have waited, in nanoseconds
	 * @param blocked whether it waits now for anything else
	 * @return the time for which it got no processor since the last look, in nanoseconds
	 */
	long look(long now, long cpuNanos, long knownNanos, boolean blocked) {
		long ready = (now - this.lookNanos) - (knownNanos - this.knownNanos);
		this.readyNanos = (blocked || this.blocked) ? 0 : Math.max(0, ready);
		long waited = Math.min(this.readyNanos, this.readyNanos - (cpuNanos - this.cpuNanos));
		this.blocked = blocked;
		this.lookNanos = now;
		this.knownNanos = knownNanos;
		this.cpuNanos = cpuNanos;
		return Math.max(0, waited);
	}

	/** The time up to the last look in which it could have computed, in nanoseconds. */
	long readyNanos() {
		return this.readyNanos;
	}

}
