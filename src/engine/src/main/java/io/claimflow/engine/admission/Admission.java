package io.claimflow.engine.admission;

import java.util.concurrent.Semaphore;

import io.claimflow.Capacity;

/**
 * What decides whether runs of one workflow may begin.
 *
 * @param breaker suspends the workflow
 * @param share its places
 * @param permits its permits to compute
 * @param history whether they are short
 */
public record Admission(CircuitBreaker breaker, Semaphore share, Semaphore permits, RunLengthHistory history) {

	public static Admission of(Capacity capacity) {
		return new Admission(new CircuitBreaker(capacity, System::nanoTime), Bulkhead.share(capacity),
				ComputePermit.permits(capacity), new RunLengthHistory());
	}

}
