package io.claimflow.spring.deployment.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown at the start of a server that cannot know what is live.
 */
final class DeploymentStartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	DeploymentStartException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	/** What to do. */
	String action() {
		return this.action;
	}

}
