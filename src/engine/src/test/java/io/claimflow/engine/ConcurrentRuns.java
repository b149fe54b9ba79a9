package io.claimflow.engine;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.VariableSource;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tests of runs beside each other share: a workflow of machines, which can wait at a
 * gate, and one of users, which does nothing.
 */
abstract class ConcurrentRuns {

	static final Claims NO_CLAIMS = Claims.of(TokenType.M2M_TOKEN, Map.of());

	private static final String USER = """
			export const workflowSettings = { id: "user", trigger: "user:tokens_generation" };
			export default async function () {}
			""";

	final ExecutorService requests = Executors.newCachedThreadPool();

	/** Where runs wait that read any variable but {@code FIRST}. */
	final CountDownLatch gate = new CountDownLatch(1);

	/** Counts those that have come to the gate, and the first of all. */
	final Semaphore atTheGate = new Semaphore(0);

	private final AtomicBoolean first = new AtomicBoolean(true);

	@BeforeAll
	static void warmUp() {
		try (LiveEngine engine = new LiveEngine(WorkflowEngine.builder().build())) {
			engine.warmUp(1);
		}
	}

	@AfterEach
	void end() {
		this.gate.countDown();
		this.requests.shutdown();
	}

	LiveEngine engine(Limits limits, Capacity.Builder capacity, String code) {
		LiveEngine engine = new LiveEngine(
				WorkflowEngine.builder().limits(limits).capacity(capacity.build()).variables(this::variable).build());
		deploy(engine, code);
		return engine;
	}

	static void deploy(LiveEngine engine, String code) {
		TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m(code),
				"kindeSrc/environment/workflows/userWorkflow.ts", USER));
	}

	/**
	 * {@code FIRST} has a value for the run that reads it first. A deployment asks, too,
	 * whether there are such variables, and must not come to the gate.
	 */
	private Optional<VariableSource.Variable> variable(String name) {
		if (!Thread.currentThread().getName().startsWith("claimflow-worker")) {
			return Optional.of(new VariableSource.Variable("", false));
		}
		if (name.equals("FIRST")) {
			if (!this.first.getAndSet(false)) {
				return Optional.empty();
			}
			this.atTheGate.release();
			return Optional.of(new VariableSource.Variable("yes", false));
		}
		this.atTheGate.release();
		try {
			this.gate.await(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return Optional.empty();
	}

	static DeployedWorkflow workflow(LiveEngine engine) {
		return engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow();
	}

	static Outcome run(LiveEngine engine) {
		return engine.run(workflow(engine), TestWorkflow.event(), NO_CLAIMS);
	}

	static Outcome user(LiveEngine engine) {
		return engine.run(engine.workflow(Trigger.USER_TOKENS_GENERATION).orElseThrow(), TestWorkflow.event(),
				Claims.of(TokenType.ACCESS_TOKEN, Map.of()));
	}

	/** For what another thread does in a moment, but for three minutes at most. */
	static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).isLessThan(end);
			// What is waited for may need this processor.
			LockSupport.parkNanos(1_000_000);
		}
	}

}
