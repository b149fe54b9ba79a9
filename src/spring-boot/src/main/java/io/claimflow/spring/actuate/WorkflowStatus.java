package io.claimflow.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.claimflow.FailurePolicy;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.Workflow;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.EngineLoad;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.deployment.ProjectDeployer;
import io.claimflow.spring.deployment.RefusedProject;
import io.claimflow.spring.deployment.store.DeploymentStatus;
import io.claimflow.spring.deployment.store.LiveState;
import io.claimflow.spring.deployment.store.NodeStatus;
import org.jspecify.annotations.Nullable;

/**
 * What an operator is shown. The endpoint, the health indicator and the gauges all take
 * it from here.
 */
final class WorkflowStatus {

	private final WorkflowEngine engine;

	private final Deployments deployments;

	private final ProjectDeployer deployer;

	private final RunHistory history;

	private final @Nullable DeploymentStatus store;

	WorkflowStatus(WorkflowEngine engine, Deployments deployments, ProjectDeployer deployer, RunHistory history,
			@Nullable DeploymentStatus store) {
		this.engine = engine;
		this.deployments = deployments;
		this.deployer = deployer;
		this.history = history;
		this.store = store;
	}

	/** How things are now. */
	Report report() {
		return new Report(
				this.deployments.live()
					.map((live) -> new LiveDeployment(live.number(), live.since(),
							live.project().workflows().stream().map((workflow) -> describe(workflow, live)).toList(),
							live.warnings().stream().map(ProjectProblem::of).toList()))
					.orElse(null),
				this.deployer.refused().map(RejectedProject::of).orElse(null),
				(this.store != null) ? StoreReport.of(this.store) : null, this.engine.status());
	}

	private LiveWorkflow describe(DeployedWorkflow deployed, Deployment live) {
		Workflow workflow = deployed.workflow();
		RunHistory.Runs runs = this.history.of(workflow);
		Optional<Duration> suspended = deployed.suspended();
		return new LiveWorkflow(workflow.id(), workflow.trigger().id(), workflow.file(), workflow.failurePolicy(),
				live.deactivated().contains(workflow.id()) ? State.DEACTIVATED : state(runs, suspended.isPresent()),
				suspended.filter((left) -> !left.isZero()).map(Instant.now()::plus).orElse(null), runs.runs(),
				runs.notBegun(), runs.denials(), runs.failures(), runs.lastFailures());
	}

	private static State state(RunHistory.Runs runs, boolean suspended) {
		if (suspended) {
			return State.SUSPENDED;
		}
		return (runs.runs() == 0) ? State.NOT_RUN : runs.lastFailed() ? State.FAILING : State.OK;
	}

	/**
	 * Everything.
	 *
	 * @param deployment what is live, or null before the first deployment
	 * @param rejected the project as its files are now, if it was rejected
	 * @param store what this node knows of the store of deployments, or null if there is
	 * none
	 * @param load what the engine has to do
	 */
	record Report(@Nullable LiveDeployment deployment, @Nullable RejectedProject rejected, @Nullable StoreReport store,
			EngineLoad load) {

		/** The live workflows. */
		List<LiveWorkflow> workflows() {
			return (this.deployment != null) ? this.deployment.workflows() : List.of();
		}

		/** The identifiers of the live workflows in a state. */
		List<String> workflows(State state) {
			return workflows().stream().filter((workflow) -> workflow.state() == state).map(LiveWorkflow::id).toList();
		}

		/** How many problems the rejected project has. */
		int problems() {
			return (this.rejected != null) ? this.rejected.problems().size() : 0;
		}

	}

	/**
	 * The live deployment.
	 *
	 * @param number its number
	 * @param since when it came to life
	 * @param workflows its workflows
	 * @param warnings what is worth a look in its project
	 */
	record LiveDeployment(long number, Instant since, List<LiveWorkflow> workflows, List<ProjectProblem> warnings) {

	}

	/**
	 * A live workflow. The counts are those since the server started.
	 *
	 * @param id its identifier
	 * @param trigger the trigger that it runs at
	 * @param file its source file
	 * @param failurePolicy what a failed run means for the flow
	 * @param state how it does
	 * @param suspendedUntil when a run may try again, or null if it is not suspended, or
	 * until a run ends
	 * @param runs how many runs began
	 * @param notBegun how many could not begin, since too many were under way or the
	 * workflow was suspended
	 * @param denials how many denied access
	 * @param failures how many failed
	 * @param lastFailures the last failures, the newest first
	 */
	record LiveWorkflow(String id, String trigger, String file, FailurePolicy failurePolicy, State state,
			@Nullable Instant suspendedUntil, long runs, long notBegun, long denials, long failures,
			List<RunHistory.FailedRun> lastFailures) {

	}

	/** How a workflow does. */
	enum State {

		/** It has not run since the server started. */
		NOT_RUN,
		/** Its last run did not fail. */
		OK,
		/** Its last run failed. */
		FAILING,
		/** Its runs kept meeting limits, or one cannot be stopped, so none may begin. */
		SUSPENDED,
		/** Somebody has deactivated it. */
		DEACTIVATED

	}

	/**
	 * What this node knows of the store of deployments.
	 *
	 * @param node the name of this node
	 * @param revision the revision of what is live that it has reached
	 * @param changedBy who made it, or null before the first
	 * @param changedAt when
	 * @param reason why, or null if nobody said so
	 * @param problem why this node may not run what is live, or null if it does
	 * @param summary how many nodes run what is live, and why others do not
	 * @param nodes the nodes, as this one has seen them last
	 */
	record StoreReport(String node, long revision, @Nullable String changedBy, @Nullable Instant changedAt,
			@Nullable String reason, @Nullable String problem, String summary, List<NodeReport> nodes) {

		static StoreReport of(DeploymentStatus store) {
			LiveState live = store.reached().filter((reached) -> reached.revision() > 0).orElse(null);
			return new StoreReport(store.node(), (live != null) ? live.revision() : 0,
					(live != null) ? live.changedBy() : null, (live != null) ? live.changedAt() : null,
					(live != null && !live.reason().isEmpty()) ? live.reason() : null, store.problem().orElse(null),
					store.summary(), store.nodes().stream().map(NodeReport::of).toList());
		}

	}

	/**
	 * What a node says of itself.
	 *
	 * @param node its name
	 * @param deployment the number of the deployment that it runs, or null if it runs
	 * none of the store
	 * @param revision the revision of what is live that it has reached
	 * @param since when it did
	 * @param seen when it said so last
	 * @param gone whether that is too long ago
	 * @param problem why it does not run what is live, or null if it does
	 */
	record NodeReport(String node, @Nullable Long deployment, long revision, Instant since, Instant seen, boolean gone,
			@Nullable String problem) {

		static NodeReport of(NodeStatus node) {
			return new NodeReport(node.node(), node.deployment().isPresent() ? node.deployment().getAsLong() : null,
					node.revision(), node.since(), node.seen(), node.gone(), node.problem().orElse(null));
		}

	}

	/**
	 * A project that was rejected.
	 *
	 * @param time when
	 * @param problems why
	 */
	record RejectedProject(Instant time, List<ProjectProblem> problems) {

		static RejectedProject of(RefusedProject refused) {
			return new RejectedProject(refused.time(), refused.problems().stream().map(ProjectProblem::of).toList());
		}

	}

	/**
	 * A problem of a project, without what it quotes of the source, in which anything can
	 * stand: the line, and the words after a colon.
	 *
	 * @param location file, line and column, or null if it concerns the project as a
	 * whole
	 * @param message what was found
	 * @param action what to do
	 */
	record ProjectProblem(@Nullable String location, String message, String action) {

		static ProjectProblem of(Problem problem) {
			SourceLocation location = problem.location();
			return new ProjectProblem((location != null) ? location.toString() : null,
					problem.message().split(": ", 2)[0], problem.action());
		}

	}

}
