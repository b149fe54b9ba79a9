package io.claimflow.engine;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.claimflow.Capacity;

/**
 * The leave of one run to compute. The runs of a workflow take turns, and one that waits
 * for a call gives its turn back, so those that cannot be stopped are few. One thread at
 * a time has it: the one that asks for the run, and then the one of the run.
 */
final class ComputePermit {

	private final Semaphore turns;

	private boolean taken;

	ComputePermit(Semaphore turns) {
		this.turns = turns;
	}

	/** The turns of one workflow. */
	static Semaphore turns(Capacity capacity) {
		return new Semaphore(capacity.computingRuns(), true);
	}

	/** Takes the turn if that needs no waiting. */
	boolean take() {
		this.taken = this.turns.tryAcquire();
		return this.taken;
	}

	/**
	 * Takes the turn.
	 * @param nanos the time to wait for it
	 * @return whether there was one in time
	 * @throws InterruptedException if the thread was interrupted while it waited
	 */
	boolean take(long nanos) throws InterruptedException {
		this.taken = this.turns.tryAcquire(nanos, TimeUnit.NANOSECONDS);
		return this.taken;
	}

	/** Gives the turn back, if it was taken. */
	void give() {
		if (this.taken) {
			this.taken = false;
			this.turns.release();
		}
	}

}
