package io.claimflow.spring.deployment.store;

import java.util.List;

import io.claimflow.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a deployment can never be live on this server.
 */
public final class RefusedDeploymentException extends DeploymentException {

	private static final long serialVersionUID = 1L;

	private final transient List<Problem> problems;

	RefusedDeploymentException(long number, List<Problem> problems, @Nullable Throwable cause) {
		super("Deployment %d cannot be live on this server%s"
			.formatted(number,
					problems.isEmpty() ? ""
							: ": " + problems.get(0).message().split(": ", 2)[0]
									+ ((problems.size() > 1) ? ", and " + (problems.size() - 1) + " more" : "")),
				cause);
		this.problems = List.copyOf(problems);
	}

	/** Why. */
	public List<Problem> problems() {
		return this.problems;
	}

}
