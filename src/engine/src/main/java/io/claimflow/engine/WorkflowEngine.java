package io.claimflow.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.Claims;
import io.claimflow.Deployment;
import io.claimflow.Environment;
import io.claimflow.Event;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.Problem;
import io.claimflow.Trigger;
import io.claimflow.compile.Compilation;
import io.claimflow.compile.ProjectCompiler;
import io.claimflow.project.Project;
import org.jspecify.annotations.Nullable;

/**
 * Deploys the workflows of a project and runs them in a sandbox. Safe for use by many
 * threads.
 */
public final class WorkflowEngine implements AutoCloseable {

	private final Limits limits;

	private final Sandbox sandbox = new Sandbox();

	private final Watchdog watchdog = new Watchdog();

	private final WorkflowRunner runner;

	private final ProjectCompiler compiler;

	private volatile @Nullable Live live;

	private WorkflowEngine(Builder builder) {
		this.limits = builder.limits;
		this.runner = new WorkflowRunner(this.sandbox, this.watchdog, builder.limits, builder.environment);
		this.compiler = new ProjectCompiler();
	}

	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Compiles a project and makes it live, whole or not at all.
	 * @param project the project
	 * @return the deployment that is live from now on
	 * @throws InvalidProjectException with every problem of the project; what was live
	 * before stays live
	 */
	public synchronized Deployment deploy(Project project) throws InvalidProjectException {
		Compilation compilation = this.compiler.compile(project);
		Introspection introspection = new Introspection(this.sandbox, this.watchdog, this.limits);
		List<DeployedWorkflow> workflows = introspection.read(compilation.programs());
		List<Problem> problems = Stream.of(compilation.problems(), introspection.problems())
			.flatMap(List::stream)
			.toList();
		if (!problems.isEmpty()) {
			throw new InvalidProjectException(problems);
		}
		Live previous = this.live;
		Deployment deployment = new Deployment((previous != null) ? previous.deployment().number() + 1 : 1,
				workflows.stream().map(DeployedWorkflow::workflow).toList(),
				Stream.of(compilation.warnings(), introspection.warnings()).flatMap(List::stream).toList());
		this.live = new Live(deployment, workflows.stream()
			.collect(
					Collectors.toUnmodifiableMap((workflow) -> workflow.workflow().trigger(), (workflow) -> workflow)));
		return deployment;
	}

	/** The live deployment, or empty before the first. */
	public Optional<Deployment> deployment() {
		return Optional.ofNullable(this.live).map(Live::deployment);
	}

	/** The live workflow of a trigger, or empty if none is bound to it. */
	public Optional<DeployedWorkflow> workflow(Trigger trigger) {
		return Optional.ofNullable(this.live).map((deployment) -> deployment.workflows().get(trigger));
	}

	/**
	 * Runs a workflow on the calling thread, until it ends or a limit ends it. Whatever
	 * the workflow does, this returns an outcome.
	 * @param workflow the workflow
	 * @param event its argument
	 * @param before the claims of the tokens that are about to be issued
	 */
	public Outcome run(DeployedWorkflow workflow, Event event, Claims before) {
		return this.runner.run(workflow, event, before);
	}

	/** Ends the engine. Runs that are under way fail. */
	@Override
	public void close() {
		this.watchdog.close();
		this.sandbox.close();
	}

	/**
	 * What is live, as one reference, so that no request sees half of a swap.
	 */
	private record Live(Deployment deployment, Map<Trigger, DeployedWorkflow> workflows) {

	}

	/** Builds an engine. */
	public static final class Builder {

		private Limits limits = Limits.defaults();

		private Environment environment = (name) -> Optional.empty();

		private Builder() {
		}

		/** The limits of runs and projects. */
		public Builder limits(Limits limits) {
			this.limits = limits;
			return this;
		}

		/** Where {@code kinde.env} takes its variables from. */
		public Builder environment(Environment environment) {
			this.environment = environment;
			return this;
		}

		public WorkflowEngine build() {
			return new WorkflowEngine(this);
		}

	}

}
