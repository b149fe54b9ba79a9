package io.claimflow.engine.admission;

import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.claimflow.Capacity;

/**
 * A bulkhead: a limited number of runs go on at the same time, and a limited number are
 * queued for a limited time. No workflow can take all permits.
 */
public final class Bulkhead {

	private final Capacity capacity;

	private final Semaphore permits;

	private final ProcessorShortage shortage;

	private final AtomicInteger queued = new AtomicInteger();

	/**
	 * Creates the bulkhead.
	 * @param shortage the time that nobody's wait counts
	 */
	public Bulkhead(Capacity capacity, ProcessorShortage shortage) {
		this.capacity = capacity;
		this.shortage = shortage;
		this.permits = new Semaphore(capacity.concurrentRuns(), true);
	}

	/** The permits of one workflow. */
	static Semaphore share(Capacity capacity) {
		return new Semaphore(Math.max(1, capacity.concurrentRuns() * 3 / 4), true);
	}

	/**
	 * Takes a permit to run and one to compute.
	 * @param share the permits to run of the workflow
	 * @param compute the permit to compute of the run
	 * @return gives the permits back
	 * @throws OverloadException if there were none in time
	 * @throws InterruptedException if the caller was interrupted while it waited
	 */
	public Runnable enter(Semaphore share, ComputePermit compute) throws OverloadException, InterruptedException {
		if (share.tryAcquire()) {
			if (this.permits.tryAcquire()) {
				if (compute.take()) {
					return () -> leave(share, compute);
				}
				this.permits.release();
			}
			share.release();
		}
		if (this.queued.incrementAndGet() > this.capacity.queueSize()) {
			this.queued.decrementAndGet();
			throw new OverloadException(
					"The queue is full: %d runs are waiting, which is the limit (claimflow.limits.queue-size)"
						.formatted(this.capacity.queueSize()));
		}
		try {
			Wait wait = new Wait();
			if (!wait.until((nanos) -> share.tryAcquire(nanos, TimeUnit.NANOSECONDS))) {
				throw wait.late("the workflow has as many runs as it may have at a time", "concurrent-runs");
			}
			boolean admitted = false;
			boolean entered = false;
			try {
				admitted = wait.until((nanos) -> this.permits.tryAcquire(nanos, TimeUnit.NANOSECONDS));
				if (!admitted) {
					throw wait.late("there are as many runs as there may be at a time", "concurrent-runs");
				}
				entered = wait.until(compute::take);
				if (!entered) {
					throw wait.late("as many runs of the workflow compute as may at a time", "computing-runs");
				}
			}
			finally {
				if (admitted && !entered) {
					this.permits.release();
				}
				if (!entered) {
					share.release();
				}
			}
			return () -> leave(share, compute);
		}
		finally {
			this.queued.decrementAndGet();
		}
	}

	private void leave(Semaphore share, ComputePermit compute) {
		compute.give();
		this.permits.release();
		share.release();
	}

	/** The runs that are under way. */
	public int running() {
		return this.capacity.concurrentRuns() - this.permits.availablePermits();
	}

	/** The runs that wait for a permit. */
	public int queued() {
		return this.queued.get();
	}

	/** The wait of one run for its permits. */
	private final class Wait {

		private final long end = System.nanoTime() + Bulkhead.this.capacity.queueTime().toNanos();

		private final long before = Bulkhead.this.shortage.nanos();

		/** Whether there was a permit in time. */
		boolean until(Attempt attempt) throws InterruptedException {
			for (long left = left(); left > 0; left = left()) {
				if (attempt.take(left)) {
					return true;
				}
			}
			return false;
		}

		private long left() {
			return this.end + starved() - System.nanoTime();
		}

		private long starved() {
			return Bulkhead.this.shortage.since(this.before);
		}

		OverloadException late(String reason, String limit) {
			long starved = TimeUnit.NANOSECONDS.toMillis(starved());
			return new OverloadException(
					"The run was queued for %d ms%s, which is the limit (claimflow.limits.queue-time): %s (%s)"
						.formatted(
								Bulkhead.this.capacity.queueTime().toMillis(), (starved > 0)
										? ", not counting %d ms in which runs had no processor".formatted(starved) : "",
								reason, "claimflow.limits." + limit));
		}

	}

	/** Takes a permit within a time, in nanoseconds. */
	@FunctionalInterface
	private interface Attempt {

		boolean take(long nanos) throws InterruptedException;

	}

	/** There is no permit for a run. */
	public static final class OverloadException extends Exception {

		private static final long serialVersionUID = 1L;

		private OverloadException(String message) {
			super(message, null, false, false);
		}

		/** What stood in the way. */
		@Override
		public String getMessage() {
			return Objects.requireNonNull(super.getMessage());
		}

	}

}
