package io.claimflow.spring.console.runs;

import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.fetch.FetchHandler;
import io.claimflow.spring.console.page.Viewer;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.runlog.http.RunAudit;
import org.jspecify.annotations.Nullable;

/**
 * Runs what somebody tries, and says so to the audit log.
 *
 * @param engine runs it
 * @param audit says who has tried something
 * @param calls makes the calls of those who ask for real ones, or null if nobody may
 */
public record Trials(WorkflowEngine engine, RunAudit audit, @Nullable FetchHandler calls) {

	/** Runs what is tried; a stub answers its calls. */
	Trial.Ended run(Viewer viewer, Trial trial, Deployment deployment, DeployedWorkflow workflow) {
		Trial.Ended ended = trial.run(this.engine, workflow);
		this.audit.tried(viewer.by(), ended.outcome().runId(), workflow.workflow().id(), deployment.number(), false);
		return ended;
	}

	/**
	 * Runs what is tried, and makes its calls.
	 * @param calls makes them
	 */
	Trial.Ended call(Viewer viewer, Trial trial, Deployment deployment, DeployedWorkflow workflow, FetchHandler calls) {
		Trial.Ended ended = trial.call(this.engine, workflow, calls);
		this.audit.tried(viewer.by(), ended.outcome().runId(), workflow.workflow().id(), deployment.number(), true);
		return ended;
	}

}
