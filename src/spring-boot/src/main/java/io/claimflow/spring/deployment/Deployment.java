package io.claimflow.spring.deployment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.claimflow.Problem;
import io.claimflow.Trigger;
import io.claimflow.Workflow;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.LoadedProject;

/**
 * A loaded project with its number.
 *
 * @param number the number, from 1
 * @param project the project
 * @param since when it came to life on this server
 */
public record Deployment(long number, LoadedProject project, Instant since) {

	/** The workflows, at most one per trigger. */
	public List<Workflow> workflows() {
		return this.project.workflows().stream().map(DeployedWorkflow::workflow).toList();
	}

	/**
	 * The workflow that runs at a moment.
	 * @param trigger the moment
	 * @return the workflow, or empty if none is bound to the trigger
	 */
	public Optional<DeployedWorkflow> workflow(Trigger trigger) {
		return this.project.workflow(trigger);
	}

	/** What is worth a look in the project. */
	public List<Problem> warnings() {
		return this.project.warnings();
	}

}
