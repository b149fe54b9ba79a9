package io.claimflow.engine.watch;

/**
 * The time in which a thread could have computed and got no processor, as far as looks at
 * it can tell: what has passed between two looks at which it was ready to compute, less
 * what it computed. One thread looks.
 */
final class ProcessorWait {

	private boolean computed;

	private long lookNanos;

	private long cpuNanos;

	/**
	 * Looks at the thread.
	 * @param now the time, as {@link System#nanoTime()} has it
	 * @param cpuNanos the time that the thread has computed, in nanoseconds
	 * @param computes whether it is ready to compute, or does
	 * @return the time for which it has waited since the last look, in nanoseconds
	 */
	long look(long now, long cpuNanos, boolean computes) {
		long waited = (this.computed && computes) ? (now - this.lookNanos) - (cpuNanos - this.cpuNanos) : 0;
		this.computed = computes;
		this.lookNanos = now;
		this.cpuNanos = cpuNanos;
		return Math.max(0, waited);
	}

}
