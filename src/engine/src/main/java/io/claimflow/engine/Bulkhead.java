package io.claimflow.engine;

import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.claimflow.Capacity;

/**
 * Lets a bounded number of runs go on at the same time, and a bounded number wait for a
 * bounded time. No workflow can take all places.
 */
final class Bulkhead {

	private final Capacity capacity;

	private final Semaphore places;

	private final AtomicInteger waiting = new AtomicInteger();

	Bulkhead(Capacity capacity) {
		this.capacity = capacity;
		this.places = new Semaphore(capacity.concurrentRuns(), true);
	}

	/** The places of one workflow. */
	static Semaphore share(Capacity capacity) {
		return new Semaphore(Math.max(1, capacity.concurrentRuns() * 3 / 4), true);
	}

	/**
	 * Takes a place and a turn to compute.
	 * @param share the places of the workflow
	 * @param turn the turn of the run
	 * @return what gives the place back
	 * @throws OverloadException if there was none in time
	 * @throws InterruptedException if the caller was interrupted while it waited
	 */
	Runnable enter(Semaphore share, ComputePermit turn) throws OverloadException, InterruptedException {
		if (share.tryAcquire()) {
			if (this.places.tryAcquire()) {
				if (turn.take()) {
					return () -> leave(share, turn);
				}
				this.places.release();
			}
			share.release();
		}
		if (this.waiting.incrementAndGet() > this.capacity.waitingRuns()) {
			this.waiting.decrementAndGet();
			throw new OverloadException("No place: %d runs wait, and no more may (claimflow.limits.waiting-runs)"
				.formatted(this.capacity.waitingRuns()));
		}
		try {
			long end = System.nanoTime() + this.capacity.waitingTime().toNanos();
			if (!share.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
				throw late("no more runs of the workflow may go on", "concurrent-runs");
			}
			boolean placed = false;
			boolean entered = false;
			try {
				placed = this.places.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
				if (!placed) {
					throw late("no more runs may go on", "concurrent-runs");
				}
				entered = turn.take(end - System.nanoTime());
				if (!entered) {
					throw late("no more runs of the workflow may compute at the same time", "computing-runs");
				}
			}
			finally {
				if (placed && !entered) {
					this.places.release();
				}
				if (!entered) {
					share.release();
				}
			}
			return () -> leave(share, turn);
		}
		finally {
			this.waiting.decrementAndGet();
		}
	}

	private OverloadException late(String reason, String limit) {
		return new OverloadException("No place became free within %d ms (claimflow.limits.waiting-time): %s (%s)"
			.formatted(this.capacity.waitingTime().toMillis(), reason, "claimflow.limits." + limit));
	}

	private void leave(Semaphore share, ComputePermit turn) {
		turn.give();
		this.places.release();
		share.release();
	}

	/** The runs that are under way. */
	int running() {
		return this.capacity.concurrentRuns() - this.places.availablePermits();
	}

	/** The runs that wait for a place. */
	int waiting() {
		return this.waiting.get();
	}

	/** There is no place for a run. */
	static final class OverloadException extends Exception {

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
