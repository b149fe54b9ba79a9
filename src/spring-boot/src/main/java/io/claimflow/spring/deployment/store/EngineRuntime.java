package io.claimflow.spring.deployment.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.claimflow.InvalidProjectException;
import io.claimflow.Problem;
import io.claimflow.Workflow;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.Program;
import io.claimflow.artifact.Use;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.deployment.DeploymentWarmUp;
import io.claimflow.spring.deployment.Deployments;

/**
 * The engine of this server. What the store says of an artifact has been authenticated,
 * so the engine takes the word of another node that made its programs from its sources.
 */
final class EngineRuntime implements DeploymentRuntime {

	private final WorkflowEngine engine;

	private final Deployments deployments;

	private final ArtifactCodec codec;

	private final DeploymentWarmUp warmUp;

	EngineRuntime(WorkflowEngine engine, Deployments deployments, ArtifactCodec codec, DeploymentWarmUp warmUp) {
		this.engine = engine;
		this.deployments = deployments;
		this.codec = codec;
		this.warmUp = warmUp;
	}

	@Override
	public Prepared prepare(StoredDeployment deployment, byte[] zip) {
		LoadedProject project = load(deployment, zip);
		this.warmUp.warmUp(project);
		return new Loaded(project);
	}

	@Override
	public void check(StoredDeployment deployment, byte[] zip) {
		load(deployment, zip).close();
	}

	/**
	 * Makes code of an artifact.
	 * @param deployment what is known of it
	 * @param zip its content, which has been authenticated
	 * @throws RefusedDeploymentException if this server cannot run it
	 */
	LoadedProject load(StoredDeployment deployment, byte[] zip) {
		long number = deployment.number();
		try {
			Artifact artifact = this.codec.read(number, zip, deployment.verified());
			if (!artifact.digest().equals(deployment.digest())) {
				throw new TamperedDeploymentException(
						"Deployment %d has another digest than its artifact. It is not used".formatted(number), null);
			}
			return this.engine.load(artifact);
		}
		catch (InvalidProjectException ex) {
			throw new RefusedDeploymentException(number, ex.problems(), ex);
		}
		catch (DeploymentException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new RefusedDeploymentException(number, List.of(new Problem(null,
					"The engine of this server failed to load it", "The reason is in the server's log.", null)), ex);
		}
	}

	@Override
	public void swap(Prepared prepared, long number, Set<String> deactivated) {
		if (!(prepared instanceof Loaded loaded)) {
			throw new IllegalArgumentException("It was prepared elsewhere");
		}
		this.deployments.activate(number, loaded.project(), deactivated);
	}

	@Override
	public void deactivate(Set<String> deactivated) {
		this.deployments.deactivate(deactivated);
	}

	/**
	 * A loaded project.
	 *
	 * @param project what the engine has loaded
	 */
	record Loaded(LoadedProject project) implements Prepared {

		@Override
		public String digest() {
			return this.project.artifact().digest();
		}

		@Override
		public List<Bound> workflows() {
			return this.project.workflows()
				.stream()
				.map(DeployedWorkflow::workflow)
				.map((workflow) -> new Bound(workflow.id(), workflow.trigger().id()))
				.toList();
		}

		@Override
		public List<Consequence> missing() {
			List<Consequence> missing = new ArrayList<>();
			for (DeployedWorkflow deployed : this.project.workflows()) {
				Workflow workflow = deployed.workflow();
				variables(workflow.file()).stream()
					.filter(this.project.missingVariables()::contains)
					.map((name) -> Consequence.missingVariable(workflow.id(), name))
					.forEach(missing::add);
				if (this.project.missingKeys().contains(workflow.id())) {
					missing.add(Consequence.missingKey(workflow.id()));
				}
			}
			return missing;
		}

		/** The names that the code of a workflow file writes out. */
		private List<String> variables(String file) {
			return this.project.artifact()
				.programs()
				.stream()
				.filter((program) -> program.file().equals(file))
				.map(Program::uses)
				.flatMap(List::stream)
				.filter((use) -> use.kind() == Use.Kind.VARIABLE)
				.map(Use::name)
				.distinct()
				.toList();
		}

		@Override
		public void close() {
			this.project.close();
		}

	}

}
