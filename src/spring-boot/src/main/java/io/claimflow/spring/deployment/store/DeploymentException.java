package io.claimflow.spring.deployment.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the store does not do what it was asked. Nothing has changed then. The
 * message is for people, and has nothing of a workflow's source.
 */
public abstract sealed class DeploymentException extends RuntimeException
		permits ConfirmationNeededException, DeploymentConflictException, DeploymentStoreException,
		RefusedDeploymentException, TamperedDeploymentException, UnknownDeploymentException {

	private static final long serialVersionUID = 1L;

	DeploymentException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
