package io.claimflow.engine;

import java.util.Optional;

import io.claimflow.Claims;
import io.claimflow.Deployment;
import io.claimflow.Environment;
import io.claimflow.Event;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.project.Project;

/**
 * Deploys the workflows of a project and runs them in a sandbox. Safe for use by many
 * threads.
 */
public final class WorkflowEngine implements AutoCloseable {

	private WorkflowEngine(Builder builder) {
	}

	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Compiles a project and makes it live, whole or not at all.
	 * @param project the project
	 * @return the deployment that is live from now on
	 * @throws InvalidProjectException with every problem of the project; what was live
	 * before stays live
	 */
	public Deployment deploy(Project project) throws InvalidProjectException {
		throw new UnsupportedOperationException();
	}

	/** The live deployment, or empty before the first. */
	public Optional<Deployment> deployment() {
		throw new UnsupportedOperationException();
	}

	/** The live workflow of a trigger, or empty if none is bound to it. */
	public Optional<DeployedWorkflow> workflow(Trigger trigger) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Runs a workflow on the calling thread, until it ends or a limit ends it. Whatever
	 * the workflow does, this returns an outcome.
	 * @param workflow the workflow
	 * @param event its argument
	 * @param before the claims of the tokens that are about to be issued
	 */
	public Outcome run(DeployedWorkflow workflow, Event event, Claims before) {
		throw new UnsupportedOperationException();
	}

	/** Ends the engine. Runs that are under way fail. */
	@Override
	public void close() {
	}

	/** Builds an engine. */
	public static final class Builder {

		private Limits limits = Limits.defaults();

		private Environment environment = (name) -> Optional.empty();

		private Builder() {
		}

		/** The limits of runs and projects. */
		public Builder limits(Limits limits) {
			this.limits = limits;
			return this;
		}

		/** Where {@code kinde.env} takes its variables from. */
		public Builder environment(Environment environment) {
			this.environment = environment;
			return this;
		}

		public WorkflowEngine build() {
			return new WorkflowEngine(this);
		}

	}

}
