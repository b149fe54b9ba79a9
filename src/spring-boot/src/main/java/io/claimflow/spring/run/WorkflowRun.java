package io.claimflow.spring.run;

import java.util.List;
import java.util.function.UnaryOperator;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Outcome;
import io.claimflow.Workflow;
import io.claimflow.spring.observation.RunCall;

/**
 * A workflow that ran: everything it was given and everything it ended with. It holds
 * claim values, so keep it out of logs.
 *
 * @param workflow the workflow
 * @param deployment the number of its deployment; 0 if that was given up before the run
 * began
 * @param preview whether it ran as a preview of that deployment
 * @param event the workflow's argument, its secrets masked
 * @param before the claims of the tokens before the run
 * @param outcome what the run ended with
 * @param calls the calls to other systems that it made and that have ended
 * @param mask masks in a text the secrets that the run knows: claims may hold them
 */
public record WorkflowRun(Workflow workflow, long deployment, boolean preview, Event event, Claims before,
		Outcome outcome, List<RunCall> calls, UnaryOperator<String> mask) {

	public WorkflowRun {
		calls = List.copyOf(calls);
	}

	/** Names the workflow and how it ended, and keeps its data out of logs. */
	@Override
	public String toString() {
		return "WorkflowRun[workflow=" + this.workflow.id() + ", runId=" + this.outcome.runId() + ", status="
				+ this.outcome.status() + "]";
	}

}
