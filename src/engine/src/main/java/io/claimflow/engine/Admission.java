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
record Admission(Breaker breaker, Semaphore share, Semaphore turns, Pace pace) {

	static Admission of(Capacity capacity) {
		return new Admission(new Breaker(capacity, System::nanoTime), Bulkhead.share(capacity), Turn.turns(capacity),
				new Pace());
	}

}
