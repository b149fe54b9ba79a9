package io.claimflow.spring.deployment.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a row is not what a server with the keys has written.
 */
public final class TamperedDeploymentException extends DeploymentException {

	private static final long serialVersionUID = 1L;

	TamperedDeploymentException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
