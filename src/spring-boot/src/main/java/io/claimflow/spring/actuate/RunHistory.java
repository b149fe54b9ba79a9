package io.claimflow.spring.actuate;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.claimflow.Failure;
import io.claimflow.Outcome;
import io.claimflow.SourceLocation;
import io.claimflow.Workflow;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.run.WorkflowRun;
import io.claimflow.spring.run.WorkflowRunListener;
import org.jspecify.annotations.Nullable;

/**
 * Counts the runs of each live workflow since the server started, and remembers its last
 * failures. It keeps nothing of what a run was given, asked for or said. A run that could
 * not begin is no failure of its workflow.
 */
final class RunHistory implements WorkflowRunListener {

	static final int FAILURES = 10;

	private static final Set<Failure.Kind> NOT_BEGUN = Set.of(Failure.Kind.OVERLOAD, Failure.Kind.SUSPENDED);

	private final Deployments deployments;

	private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

	RunHistory(Deployments deployments) {
		this.deployments = deployments;
	}

	@Override
	public void ran(WorkflowRun run) {
		String id = run.workflow().id();
		if (!this.tallies.containsKey(id)) {
			forgetWorkflowsThatAreGone();
		}
		this.tallies.computeIfAbsent(id, (any) -> new Tally()).add(run.outcome());
	}

	private void forgetWorkflowsThatAreGone() {
		this.tallies.keySet()
			.retainAll(this.deployments.live()
				.map(Deployment::workflows)
				.orElse(List.of())
				.stream()
				.map(Workflow::id)
				.collect(Collectors.toSet()));
	}

	/** The runs of a workflow so far. */
	Runs of(Workflow workflow) {
		Tally tally = this.tallies.get(workflow.id());
		return (tally != null) ? tally.runs() : new Runs(0, 0, 0, 0, false, List.of());
	}

	/**
	 * The runs of a workflow.
	 *
	 * @param runs how many began
	 * @param notBegun how many could not begin
	 * @param denials how many denied access
	 * @param failures how many failed, those included that denied access before
	 * @param lastFailed whether the last one failed
	 * @param lastFailures the last failures, the newest first
	 */
	record Runs(long runs, long notBegun, long denials, long failures, boolean lastFailed,
			List<FailedRun> lastFailures) {

	}

	/**
	 * A run that failed.
	 *
	 * @param kind what went wrong
	 * @param location file, line and column in the author's source, or null if not known
	 * @param runId the identifier that the client and the log have
	 * @param time when it ended
	 */
	record FailedRun(Failure.Kind kind, @Nullable String location, String runId, Instant time) {

	}

	private static final class Tally {

		private long runs;

		private long notBegun;

		private long denials;

		private long failures;

		private boolean lastFailed;

		private final Deque<FailedRun> lastFailures = new ArrayDeque<>();

		synchronized void add(Outcome outcome) {
			if (outcome.failure().map(Failure::kind).filter(NOT_BEGUN::contains).isPresent()) {
				this.notBegun++;
				return;
			}
			this.runs++;
			this.denials += (outcome.status() == Outcome.Status.DENIED) ? 1 : 0;
			this.lastFailed = outcome.failure().isPresent();
			outcome.failure().ifPresent((failure) -> {
				this.failures++;
				this.lastFailures.addFirst(new FailedRun(failure.kind(),
						failure.location().map(SourceLocation::toString).orElse(null), outcome.runId(), Instant.now()));
				if (this.lastFailures.size() > FAILURES) {
					this.lastFailures.removeLast();
				}
			});
		}

		synchronized Runs runs() {
			return new Runs(this.runs, this.notBegun, this.denials, this.failures, this.lastFailed,
					List.copyOf(this.lastFailures));
		}

	}

}
