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

	private final AtomicInteger queued = new AtomicInteger();

	public Bulkhead(Capacity capacity) {
		this.capacity = capacity;
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
			long end = System.nanoTime() + this.capacity.queueTime().toNanos();
			if (!share.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
				throw late("the workflow has as many runs as it may have at a time", "concurrent-runs");
			}
			boolean admitted = false;
			boolean entered = false;
			try {
				admitted = this.permits.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
				if (!admitted) {
					throw late("there are as many runs as there may be at a time", "concurrent-runs");
				}
				entered = compute.take(end - System.nanoTime());
				if (!entered) {
					throw late("as many runs of the workflow compute as may at a time", "computing-runs");
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

	private OverloadException late(String reason, String limit) {
		return new OverloadException(
				"The run was queued for %d ms, which is the limit (claimflow.limits.queue-time): %s (%s)"
					.formatted(this.capacity.queueTime().toMillis(), reason, "claimflow.limits." + limit));
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
