package io.claimflow.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.claimflow.Problem;
import io.claimflow.Trigger;
import io.claimflow.artifact.Artifact;
import io.claimflow.engine.realm.RealmPool;

/**
 * A project that an engine has loaded: workflows that are ready to run. Several can be
 * loaded side by side. It stays runnable once it is closed, so a request that began with
 * it can end with it.
 */
public final class LoadedProject implements AutoCloseable {

	private final Artifact artifact;

	private final List<DeployedWorkflow> workflows;

	private final List<Problem> warnings;

	private final Missing missing;

	private final Optional<String> doubt;

	private final RealmPool realms;

	private final AtomicBoolean closed = new AtomicBoolean();

	LoadedProject(Artifact artifact, List<DeployedWorkflow> workflows, List<Problem> warnings, Missing missing,
			Optional<String> doubt, RealmPool realms) {
		this.artifact = artifact;
		this.workflows = List.copyOf(workflows);
		this.warnings = List.copyOf(warnings);
		this.missing = missing;
		this.doubt = doubt;
		this.realms = realms;
	}

	/** What was loaded. */
	public Artifact artifact() {
		return this.artifact;
	}

	/** The workflows, at most one per trigger. */
	public List<DeployedWorkflow> workflows() {
		return this.workflows;
	}

	/**
	 * The workflow that runs at a moment.
	 * @param trigger the moment
	 * @return the workflow, or empty if none is bound to the trigger
	 */
	public Optional<DeployedWorkflow> workflow(Trigger trigger) {
		return this.workflows.stream().filter((loaded) -> loaded.workflow().trigger().equals(trigger)).findFirst();
	}

	/** What is worth a look in the project, and on this server. */
	public List<Problem> warnings() {
		return this.warnings;
	}

	/**
	 * The variables whose names the code writes out, and which did not exist on this
	 * server when the project was loaded.
	 */
	public Set<String> missingVariables() {
		return this.missing.variables();
	}

	/**
	 * The identifiers of the workflows that declare {@code kinde.secureFetch}, and for
	 * which there was no key on this server when the project was loaded.
	 */
	public Set<String> missingKeys() {
		return this.missing.keys();
	}

	/**
	 * Whether this server knows that the programs are those of the sources: it has
	 * compiled them itself, when it built the project or when it loaded the artifact. If
	 * not, workflows run without what would rest on that: each run has a realm of its
	 * own.
	 */
	public boolean verified() {
		return this.doubt.isEmpty();
	}

	/**
	 * Why this server does not know that the programs are those of the sources, as a
	 * sentence; empty if it does.
	 */
	public Optional<String> doubt() {
		return this.doubt;
	}

	/**
	 * Frees what was made ahead of time for its runs. Runs that are under way end as they
	 * would have.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.workflows.forEach((workflow) -> workflow.retire(this.realms));
		}
	}

	/**
	 * What a project needs, and a server does not have.
	 *
	 * @param variables the names of variables
	 * @param keys the identifiers of workflows without a key
	 */
	record Missing(Set<String> variables, Set<String> keys) {

		Missing {
			variables = Set.copyOf(variables);
			keys = Set.copyOf(keys);
		}

	}

}
