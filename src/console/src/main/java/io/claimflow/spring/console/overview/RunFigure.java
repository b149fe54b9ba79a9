package io.claimflow.spring.console.overview;

import java.time.Duration;
import java.util.List;

import io.claimflow.Workflow;
import io.claimflow.spring.runlog.RunSlot;

/**
 * How many runs of a workflow there were, and how long they took.
 *
 * @param trigger the identifier of the trigger
 * @param workflow the identifier of the workflow
 * @param runs the number of runs
 * @param failed how many of them failed
 * @param denied how many of them denied something
 * @param median the time that half of them took at most, or the mean
 * @param slow the time that 99 of 100 took at most, or the mean
 * @param slots the same numbers by slots of five minutes; empty if that is not known
 */
public record RunFigure(String trigger, String workflow, long runs, long failed, long denied, Duration median,
		Duration slow, List<RunSlot> slots) {

	public RunFigure {
		slots = List.copyOf(slots);
	}

	/** Whether these are the figures of a workflow. */
	boolean isOf(Workflow workflow) {
		return this.workflow.equals(workflow.id()) && this.trigger.equals(workflow.trigger().id());
	}

}
