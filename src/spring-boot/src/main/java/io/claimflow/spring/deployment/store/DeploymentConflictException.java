package io.claimflow.spring.deployment.store;

/**
 * Thrown if somebody else has changed what is live.
 */
public final class DeploymentConflictException extends DeploymentException {

	private static final long serialVersionUID = 1L;

	private final transient LiveState live;

	DeploymentConflictException(long expected, LiveState live) {
		super("What is live is at revision %d, and not at %d any more: %s changed it at %s%s. Look at it, and try again"
			.formatted(live.revision(), expected, live.changedBy().isEmpty() ? "somebody" : live.changedBy(),
					live.changedAt(), live.reason().isEmpty() ? "" : " (" + live.reason() + ")"),
				null);
		this.live = live;
	}

	/** What is live now, and who made it so. */
	public LiveState live() {
		return this.live;
	}

}
