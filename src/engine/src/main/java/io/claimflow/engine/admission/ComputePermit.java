package io.claimflow.engine.admission;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.claimflow.Capacity;

/**
 * The permit of one run to use a CPU. A run that waits for a call gives it back, so the
 * runs of a workflow that cannot be stopped are few. One thread at a time has it: the one
 * that asks for the run, and then the one of the run.
 */
public final class ComputePermit {

	private final Semaphore permits;

	private boolean taken;

	public ComputePermit(Semaphore permits) {
		this.permits = permits;
	}

	/** The permits of one workflow. */
	static Semaphore permits(Capacity capacity) {
		return new Semaphore(capacity.computingRuns(), true);
	}

	/** Takes the permit if that needs no waiting. */
	public boolean take() {
		this.taken = this.permits.tryAcquire();
		return this.taken;
	}

	/**
	 * Takes the permit.
	 * @param nanos the time to wait for it
	 * @return whether there was one in time
	 * @throws InterruptedException if the thread was interrupted while it waited
	 */
	public boolean take(long nanos) throws InterruptedException {
		this.taken = this.permits.tryAcquire(nanos, TimeUnit.NANOSECONDS);
		return this.taken;
	}

	/** Gives the permit back, if it was taken. */
	public void give() {
		if (this.taken) {
			this.taken = false;
			this.permits.release();
		}
	}

}
