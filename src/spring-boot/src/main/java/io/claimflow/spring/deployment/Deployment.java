package io.claimflow.spring.deployment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
 * @param deactivated the identifiers of workflows that do not run
 */
public record Deployment(long number, LoadedProject project, Instant since, Set<String> deactivated) {

	public Deployment {
		deactivated = Set.copyOf(deactivated);
	}

	/** The digest of its artifact. */
	public String digest() {
		return this.project.artifact().digest();
	}

	/** The workflows, at most one per trigger, and those that are deactivated. */
	public List<Workflow> workflows() {
		return this.project.workflows().stream().map(DeployedWorkflow::workflow).toList();
	}

	/**
	 * The workflow that runs at a moment.
	 * @param trigger the moment
	 * @return the workflow, or empty if none is bound to the trigger, or it is
	 * deactivated
	 */
	public Optional<DeployedWorkflow> workflow(Trigger trigger) {
		return this.project.workflow(trigger).filter((loaded) -> !this.deactivated.contains(loaded.workflow().id()));
	}

	/** The same one, some of whose workflows do not run. */
	Deployment without(Set<String> deactivated) {
		return this.deactivated.equals(deactivated) ? this
				: new Deployment(this.number, this.project, this.since, deactivated);
	}

	/** Whether a workflow is one of it. */
	boolean has(Workflow workflow) {
		return this.project.workflows().stream().anyMatch((deployed) -> deployed.workflow() == workflow);
	}

	/** What is worth a look in the project. */
	public List<Problem> warnings() {
		return this.project.warnings();
	}

}
