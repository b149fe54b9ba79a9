package io.claimflow.spring.observation;

import io.claimflow.InvalidProjectException;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a deployment that is observed: none of the project's source.
 */
public final class DeployObservationContext extends Observation.Context {

	private @Nullable Status status;

	private @Nullable Long deployment;

	private @Nullable Integer problems;

	DeployObservationContext() {
	}

	void live(long deployment) {
		this.status = Status.LIVE;
		this.deployment = deployment;
	}

	void unchanged() {
		this.status = Status.UNCHANGED;
	}

	void rejected(InvalidProjectException refusal) {
		this.status = Status.REJECTED;
		this.problems = refusal.problems().size();
	}

	void error() {
		this.status = Status.ERROR;
	}

	/** How it ended, or null until then. */
	public @Nullable Status status() {
		return this.status;
	}

	/** The number of the deployment that came to life, or null if none did. */
	public @Nullable Long deployment() {
		return this.deployment;
	}

	/** The number of problems of a project that was rejected, or null if it was not. */
	public @Nullable Integer problems() {
		return this.problems;
	}

	/** How a deployment ended. */
	public enum Status {

		/** The project is live. */
		LIVE,
		/** The project has problems; what was live stays live. */
		REJECTED,
		/** The project is the one that is live. */
		UNCHANGED,
		/** The compiler itself failed; what was live stays live. */
		ERROR

	}

}
