package io.claimflow.spring.console.runs;

import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.console.page.Viewer;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.runlog.http.RunAudit;

/**
 * Runs what somebody tries, and says so to the audit log.
 *
 * @param engine runs it
 * @param audit says who has tried something
 */
record Trials(WorkflowEngine engine, RunAudit audit) {

	Trial.Ended run(Viewer viewer, Trial trial, Deployment deployment, DeployedWorkflow workflow) {
		Trial.Ended ended = trial.run(this.engine, workflow);
		this.audit.tried(viewer.by(), ended.outcome().runId(), workflow.workflow().id(), deployment.number());
		return ended;
	}

}
