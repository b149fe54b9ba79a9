package io.claimflow.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Findings;
import io.claimflow.engine.admission.Admission;
import io.claimflow.engine.realm.LinkedProgram;
import io.claimflow.engine.realm.PooledRealm;
import io.claimflow.engine.realm.RealmPool;
import io.claimflow.engine.realm.Sandbox;
import io.claimflow.engine.watch.Watchdog;
import io.claimflow.project.Project;

/**
 * A workflow whose runs take place in one hardened realm, whatever its code looks like:
 * what keeps runs apart must not depend on that.
 */
final class SharedRealm implements AutoCloseable {

	static final Claims BEFORE = Claims.of(TokenType.M2M_TOKEN, Map.of("sub", "machine"));

	private static final Capacity PATIENT = Capacity.builder()
		.cpuTime(Duration.ofMinutes(1))
		.allocatedBytes(20_000_000_000L)
		.build();

	/** What is long computes for a few seconds, and may wait longer for a processor. */
	private static final Limits LIMITS = Limits.builder()
		.deadline(Duration.ofMinutes(2))
		.cpuTime(Duration.ofSeconds(20))
		.statements(20_000_000)
		.allocatedBytes(20_000_000_000L)
		.build();

	/** Compiles, for all: to start an engine takes longer than most tests. */
	private static final LiveEngine ENGINE = TestWorkflow.engine(LIMITS);

	/** Realms share nothing but what their engine knows of the code. */
	private static final Sandbox SANDBOX = new Sandbox(LIMITS);

	private final RealmPool realms = new RealmPool(SANDBOX, 8);

	private final Watchdog watchdog = new Watchdog(PATIENT);

	private final RunTerms terms = new RunTerms(this.realms, this.watchdog, LIMITS, HostServices.NONE);

	private final DeployedWorkflow workflow;

	/**
	 * Creates a workflow and a realm.
	 * @param runs the runs that a realm may serve
	 * @param ahead the parts that are loaded ahead
	 */
	SharedRealm(String source, int runs, String... ahead) {
		this(TestWorkflow.project(TestWorkflow.FILE, source), runs, ahead);
	}

	/**
	 * Creates a workflow and a realm.
	 * @param project has the workflow, and may have packages
	 */
	SharedRealm(Project project, int runs, String... ahead) {
		this(deployed(project), runs, ahead);
	}

	/**
	 * Creates a workflow and a realm.
	 * @param deployed the workflow as it was deployed
	 */
	SharedRealm(DeployedWorkflow deployed, int runs, String... ahead) {
		this.workflow = workflow(deployed, runs);
		this.workflow.realms().learn(Set.of(ahead));
		this.realms.restock(this.workflow.realms());
	}

	/** A workflow that may run in the same realm. */
	DeployedWorkflow workflow(String source) {
		return workflow(deployed(TestWorkflow.project(TestWorkflow.FILE, source)),
				this.workflow.realms().runsPerRealm());
	}

	/** The workflow of a project, as it is deployed. */
	static DeployedWorkflow deployed(Project project) {
		TestWorkflow.deploy(ENGINE, project);
		return ENGINE.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow();
	}

	private static DeployedWorkflow workflow(DeployedWorkflow live, int runs) {
		LinkedProgram program = live.program();
		return new DeployedWorkflow(live.workflow(),
				new LinkedProgram(program.program(), program.all().stream().map(SharedRealm::shareable).toList(),
						program.sources(), program.modules(), program.inert()),
				Admission.of(PATIENT), Capacity.builder().runsPerRealm(runs).outcomeCacheSize(3).build());
	}

	/** The realm that the next run will take place in. */
	PooledRealm next() {
		PooledRealm realm = this.realms.take(this.workflow.realms());
		if (!this.realms.giveBack(realm, true)) {
			throw new IllegalStateException("There is no realm for several runs");
		}
		return realm;
	}

	/** The workflow that it was made for. */
	DeployedWorkflow workflow() {
		return this.workflow;
	}

	/** Where realms come from. */
	RealmPool realms() {
		return this.realms;
	}

	/** Makes another realm, as the thread of a run does. */
	void restock() {
		this.realms.restock(this.workflow.realms());
	}

	/** The realms that are ready. */
	int ready() {
		return this.realms.size();
	}

	boolean runsShareRealms() {
		return this.workflow.realms().runsShareRealms();
	}

	/** Runs on the calling thread: when this returns, the realm is back or closed. */
	Outcome run(Event event) {
		return run(this.workflow, event);
	}

	/** Runs one of the workflows. */
	Outcome run(DeployedWorkflow workflow, Event event) {
		AtomicReference<Outcome> outcome = new AtomicReference<>();
		new Run(this.terms, workflow, event, BEFORE).work((ended) -> outcome.set(ended.outcome()));
		return outcome.get();
	}

	/** What a run for the event would come to, if that is known. */
	Optional<Outcome> remembered(Event event, Claims before) {
		return new Run(this.terms, this.workflow, event, before).remembered();
	}

	@Override
	public void close() {
		this.watchdog.close();
		this.realms.close();
	}

	/** Whatever its code shows. */
	private static CompiledModule shareable(CompiledModule module) {
		Findings findings = module.findings();
		return module.with(new Findings(findings.inert(), findings.constant(), true, findings.repeatable()));
	}

}
