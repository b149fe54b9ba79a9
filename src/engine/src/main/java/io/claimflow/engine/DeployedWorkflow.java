package io.claimflow.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.claimflow.Capacity;
import io.claimflow.Workflow;
import io.claimflow.engine.admission.Admission;
import io.claimflow.engine.realm.LinkedProgram;
import io.claimflow.engine.realm.RealmPool;
import io.claimflow.engine.realm.RealmSharing;

/**
 * A workflow of a loaded project, ready to run. It stays runnable after its project was
 * closed, so a request that began with it can end with it.
 */
public final class DeployedWorkflow {

	private final Workflow workflow;

	private final RealmSharing realms;

	private final Admission admission;

	private final OutcomeCache remembered;

	/**
	 * Creates a workflow.
	 * @param capacity how many of its runs a realm may serve, and are remembered
	 */
	DeployedWorkflow(Workflow workflow, LinkedProgram program, Admission admission, Capacity capacity) {
		this.workflow = workflow;
		this.realms = new RealmSharing(workflow, program, capacity.runsPerRealm());
		this.remembered = new OutcomeCache(program.isRepeatable() ? capacity.outcomeCacheSize() : 0);
		this.admission = admission;
	}

	/** What the workflow's settings say. */
	public Workflow workflow() {
		return this.workflow;
	}

	/**
	 * Whether the workflow is suspended, because its runs kept meeting limits or one of
	 * them cannot be stopped.
	 * @return the time left, zero while that depends on a run, or empty if it runs
	 */
	public Optional<Duration> suspended() {
		return this.admission.breaker().suspended();
	}

	/** Frees what is kept for its runs: its project or its engine is closed. */
	void retire(RealmPool pool) {
		this.remembered.end();
		pool.retire(this.realms);
	}

	/** What its runs need of their realms. */
	RealmSharing realms() {
		return this.realms;
	}

	LinkedProgram program() {
		return this.realms.program();
	}

	Admission admission() {
		return this.admission;
	}

	/** The runs that another would only repeat. */
	OutcomeCache remembered() {
		return this.remembered;
	}

	/** Whether a text stands in the workflow's source as a value of its own. */
	boolean isConstant(String text) {
		return program().hasConstant(text);
	}

	/** The texts that stand in the workflow's source, and its trigger. */
	List<String> texts() {
		return Stream.concat(Stream.of(this.workflow.trigger().id()), program().texts()).toList();
	}

}
