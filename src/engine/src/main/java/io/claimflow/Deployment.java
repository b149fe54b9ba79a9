package io.claimflow;

import java.util.List;
import java.util.Optional;

/**
 * An immutable, numbered set of compiled workflows.
 *
 * @param number the number, from 1, rising with each deployment of one engine
 * @param workflows the workflows, at most one per trigger
 * @param warnings what is worth a look in the project
 */
public record Deployment(long number, List<Workflow> workflows, List<Problem> warnings) {

	public Deployment {
		workflows = List.copyOf(workflows);
		warnings = List.copyOf(warnings);
	}

	/**
	 * The workflow that runs at a moment.
	 * @param trigger the moment
	 * @return the workflow, or empty if none is bound to the trigger
	 */
	public Optional<Workflow> workflow(Trigger trigger) {
		return this.workflows.stream().filter((workflow) -> workflow.trigger().equals(trigger)).findFirst();
	}

}
