package io.claimflow.spring.deployment.store;

/**
 * Thrown if the database does not answer, or does not take what it is given.
 */
public final class DeploymentStoreException extends DeploymentException {

	private static final long serialVersionUID = 1L;

	DeploymentStoreException(String message, Throwable cause) {
		super(message, cause);
	}

}
