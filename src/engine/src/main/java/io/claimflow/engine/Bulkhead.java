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
	 * Takes a place.
	 * @param share the places of the workflow
	 * @return what gives the place back, or empty if there was none in time
	 * @throws InterruptedException if the caller was interrupted while it waited
	 */
	Optional<Runnable> enter(Semaphore share) throws InterruptedException {
		if (share.tryAcquire()) {
			if (this.places.tryAcquire()) {
				return Optional.of(() -> leave(share));
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
			boolean entered = false;
			try {
				entered = this.places.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
			finally {
				if (!entered) {
					share.release();
				}
			}
			return entered ? Optional.of(() -> leave(share)) : Optional.empty();
		}
		finally {
			this.waiting.decrementAndGet();
		}
	}

	private void leave(Semaphore share) {
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
