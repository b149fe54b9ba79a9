package io.claimflow.engine;

import java.util.concurrent.Semaphore;

import io.claimflow.Capacity;

/**
 * What decides whether runs of one workflow may begin.
 *
 * @param breaker suspends the workflow
 * @param share its places
 * @param turns its turns to compute
 * @param pace whether they are short
 */
record Admission(CircuitBreaker breaker, Semaphore share, Semaphore turns, RunLengthHistory pace) {

	static Admission of(Capacity capacity) {
		return new Admission(new CircuitBreaker(capacity, System::nanoTime), Bulkhead.share(capacity),
				ComputePermit.turns(capacity), new RunLengthHistory());
	}

}
