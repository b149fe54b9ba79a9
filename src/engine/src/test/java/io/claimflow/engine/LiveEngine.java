package io.claimflow.engine;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.InvalidProjectException;
import io.claimflow.Outcome;
import io.claimflow.Problem;
import io.claimflow.Trigger;
import io.claimflow.Workflow;
import io.claimflow.project.Project;

/**
 * An engine with one live project, as a server has it: a project that is deployed takes
 * the place of the one before.
 */
public final class LiveEngine implements AutoCloseable {

	private final WorkflowEngine engine;

	private final AtomicReference<Live> live = new AtomicReference<>();

	public LiveEngine(WorkflowEngine engine) {
		this.engine = engine;
	}

	public WorkflowEngine engine() {
		return this.engine;
	}

	/** Builds a project, loads it and makes it live, whole or not at all. */
	public synchronized Deployment deploy(Project project) throws InvalidProjectException {
		LoadedProject loaded = this.engine.load(this.engine.build(project));
		Live previous = this.live.get();
		Deployment deployment = new Deployment((previous != null) ? previous.deployment().number() + 1 : 1,
				loaded.workflows().stream().map(DeployedWorkflow::workflow).toList(), loaded.warnings());
		this.live.set(new Live(deployment, loaded));
		if (previous != null) {
			previous.loaded().close();
		}
		return deployment;
	}

	public Optional<Deployment> deployment() {
		return Optional.ofNullable(this.live.get()).map(Live::deployment);
	}

	public Optional<DeployedWorkflow> workflow(Trigger trigger) {
		return Optional.ofNullable(this.live.get()).flatMap((live) -> live.loaded().workflow(trigger));
	}

	public Outcome run(DeployedWorkflow workflow, Event event, Claims before) {
		return this.engine.run(workflow, event, before);
	}

	public EngineLoad status() {
		return this.engine.status();
	}

	public boolean warmUp(int runs) {
		return this.engine.warmUp(runs);
	}

	@Override
	public void close() {
		this.engine.close();
	}

	private record Live(Deployment deployment, LoadedProject loaded) {

	}

	/**
	 * A project that is live, or was.
	 *
	 * @param number how many were live until then
	 * @param workflows its workflows
	 * @param warnings what is worth a look in it
	 */
	public record Deployment(long number, List<Workflow> workflows, List<Problem> warnings) {

		public Optional<Workflow> workflow(Trigger trigger) {
			return this.workflows.stream().filter((workflow) -> workflow.trigger().equals(trigger)).findFirst();
		}

	}

}
