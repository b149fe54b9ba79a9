package io.claimflow.spring.observation;

import io.claimflow.Failure;
import io.claimflow.Outcome;
import io.claimflow.Workflow;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run that is observed: no event, no claims, no words.
 */
public final class RunObservationContext extends Observation.Context {

	private final Workflow workflow;

	private final long deployment;

	private final boolean preview;

	private @Nullable String runId;

	private Outcome.@Nullable Status status;

	private Failure.@Nullable Kind failure;

	private @Nullable Boolean cached;

	RunObservationContext(Workflow workflow, long deployment, boolean preview) {
		this.workflow = workflow;
		this.deployment = deployment;
		this.preview = preview;
	}

	void ended(Outcome outcome) {
		this.runId = outcome.runId();
		this.status = outcome.status();
		this.failure = outcome.failure().map(Failure::kind).orElse(null);
		this.cached = outcome.cached();
	}

	/** The workflow that runs. */
	public Workflow workflow() {
		return this.workflow;
	}

	/** The number of the deployment that the workflow is of. */
	public long deployment() {
		return this.deployment;
	}

	/** Whether it runs as a preview of that deployment. */
	public boolean preview() {
		return this.preview;
	}

	/** The identifier of the run, or null while it runs. */
	public @Nullable String runId() {
		return this.runId;
	}

	/** How the run ended, or null while it runs. */
	public Outcome.@Nullable Status status() {
		return this.status;
	}

	/** Why the run failed, or null if it has not. */
	public Failure.@Nullable Kind failure() {
		return this.failure;
	}

	/**
	 * Whether the outcome is what an earlier run for the same event came to, or null
	 * while that is not known.
	 */
	public @Nullable Boolean cached() {
		return this.cached;
	}

}
