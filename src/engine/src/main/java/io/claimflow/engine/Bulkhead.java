package io.claimflow.engine;

import java.util.Optional;
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
	 * @return what gives the place back, or empty if there was none in time
	 * @throws InterruptedException if the caller was interrupted while it waited
	 */
	Optional<Runnable> enter(Semaphore share, Turn turn) throws InterruptedException {
		if (share.tryAcquire()) {
			if (this.places.tryAcquire()) {
				if (turn.take()) {
					return Optional.of(() -> leave(share, turn));
				}
				this.places.release();
			}
			share.release();
		}
		if (this.waiting.incrementAndGet() > this.capacity.waitingRuns()) {
			this.waiting.decrementAndGet();
			return Optional.empty();
		}
		try {
			long end = System.nanoTime() + this.capacity.waitingTime().toNanos();
			if (!share.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
				return Optional.empty();
			}
			boolean placed = false;
			boolean entered = false;
			try {
				placed = this.places.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
				entered = placed && turn.take(end - System.nanoTime());
			}
			finally {
				if (placed && !entered) {
					this.places.release();
				}
				if (!entered) {
					share.release();
				}
			}
			return entered ? Optional.of(() -> leave(share, turn)) : Optional.empty();
		}
		finally {
			this.waiting.decrementAndGet();
		}
	}

	private void leave(Semaphore share, Turn turn) {
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

}
