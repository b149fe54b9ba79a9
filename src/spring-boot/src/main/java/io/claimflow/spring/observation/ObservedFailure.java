package io.claimflow.spring.observation;

/**
 * Marks an observation as failed. Its message is the kind of the failure and nothing
 * else: tracers send messages on.
 */
final class ObservedFailure extends Exception {

	private static final long serialVersionUID = 1L;

	ObservedFailure(String kind) {
		super(kind, null, false, false);
	}

}
