package io.claimflow.engine;

import io.claimflow.Workflow;

/**
 * A workflow of a deployment, ready to run. It stays runnable after another deployment
 * took its place, so a request that began with it can end with it.
 */
public final class DeployedWorkflow {

	private final Workflow workflow;

	DeployedWorkflow(Workflow workflow) {
		this.workflow = workflow;
	}

	/** What the workflow's settings say. */
	public Workflow workflow() {
		return this.workflow;
	}

}
