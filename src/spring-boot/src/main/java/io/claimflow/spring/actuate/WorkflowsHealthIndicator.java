package io.claimflow.spring.actuate;

import io.claimflow.spring.actuate.WorkflowStatus.Report;
import io.claimflow.spring.actuate.WorkflowStatus.State;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up as long as workflows are live. A workflow that fails, or a change that was rejected,
 * is a detail: it would be the same on every server, and none should be taken away for
 * it.
 */
final class WorkflowsHealthIndicator extends AbstractHealthIndicator {

	private final WorkflowStatus status;

	WorkflowsHealthIndicator(WorkflowStatus status) {
		super("The status of the workflows could not be read");
		this.status = status;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Report report = this.status.report();
		if (report.deployment() == null) {
			builder.down();
			return;
		}
		builder.up()
			.withDetail("deployment", report.deployment().number())
			.withDetail("workflows", report.workflows().size())
			.withDetail("failing", report.workflows(State.FAILING))
			.withDetail("suspended", report.workflows(State.SUSPENDED))
			.withDetail("abandonedRuns", report.load().abandoned())
			.withDetail("rejectedProblems", report.problems());
		WorkflowStatus.StoreReport store = report.store();
		if (store != null) {
			builder.withDetail("node", store.node())
				.withDetail("revision", store.revision())
				.withDetail("nodes", store.summary());
			if (store.problem() != null) {
				builder.withDetail("problem", store.problem());
			}
		}
	}

}
