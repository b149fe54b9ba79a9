package io.claimflow.spring.deployment.store;

/**
 * Thrown if there is no such deployment, or no such workflow in the live one.
 */
public final class UnknownDeploymentException extends DeploymentException {

	private static final long serialVersionUID = 1L;

	UnknownDeploymentException(String message) {
		super(message, null);
	}

}
