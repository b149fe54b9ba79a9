package io.claimflow.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for realms that are made ahead of runs.
 */
class RealmPoolTests {

	private static final Limits PATIENT = Limits.builder()
		.deadline(Duration.ofMinutes(1))
		.cpuTime(Duration.ofMinutes(1))
		.build();

	private static final Sandbox SANDBOX = new Sandbox(Limits.defaults());

	/** Each has realms of its own, since its code names what reaches all globals. */
	private static final List<DeployedWorkflow> WORKFLOWS = workflows(5);

	private static List<DeployedWorkflow> workflows(int count) {
		List<Trigger> triggers = IntStream.range(0, count)
			.mapToObj((i) -> new Trigger("test:t" + i, Set.of(TokenType.M2M_TOKEN), Set.of()))
			.toList();
		String[] files = triggers.stream()
			.flatMap((trigger) -> List.of("workflows/" + trigger.id().substring(5) + "Workflow.ts", """
					export const workflowSettings = { id: "%s", trigger: "%s", bindings: { "kinde.m2mToken": {} } };
					export default async function () { void globalThis; }
					""".formatted(trigger, trigger)).stream())
			.toArray(String[]::new);
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults(), triggers.toArray(Trigger[]::new))) {
			TestWorkflow.deploy(engine, TestWorkflow.project(files));
			// Their own engine is about to close: these are for others.
			return triggers.stream()
				.map((trigger) -> engine.workflow(trigger).orElseThrow())
				.map((live) -> new DeployedWorkflow(live.workflow(), live.program(), Admission.of(Capacity.defaults()),
						Capacity.defaults()))
				.toList();
		}
	}

	@AfterAll
	static void close() {
		SANDBOX.close();
	}

	@Test
	void theStockOfAWorkflowIsBounded() {
		try (RealmPool realms = new RealmPool(SANDBOX, 100)) {
			for (int i = 0; i < 20; i++) {
				realms.restock(WORKFLOWS.get(0));
			}
			assertThat(realms.size()).isEqualTo(8);
		}
	}

	@Test
	void theStockOfAllWorkflowsIsBoundedAndEachHasAShare() {
		try (RealmPool realms = new RealmPool(SANDBOX, 6)) {
			for (int i = 0; i < 10; i++) {
				realms.restock(WORKFLOWS.get(0));
			}
			assertThat(realms.size()).isEqualTo(6);
			for (int i = 0; i < 5; i++) {
				WORKFLOWS.forEach(realms::restock);
			}
			assertThat(realms.size()).isEqualTo(6);
			for (DeployedWorkflow workflow : WORKFLOWS) {
				realms.take(workflow).close();
			}
			assertThat(realms.size()).isOne();
		}
	}

	@Test
	void moreWorkflowsThanPlacesDoNotPushEachOtherOut() {
		try (RealmPool realms = new RealmPool(SANDBOX, 2)) {
			WORKFLOWS.forEach(realms::restock);
			assertThat(realms.size()).isEqualTo(2);
			for (int i = 0; i < 2; i++) {
				realms.take(WORKFLOWS.get(i)).close();
			}
			assertThat(realms.size()).isZero();
		}
	}

	@Test
	void aWorkflowThatIsNoLongerLiveHasNone() {
		DeployedWorkflow workflow = workflows(1).get(0);
		try (RealmPool realms = new RealmPool(SANDBOX, 100)) {
			realms.restock(workflow);
			realms.retire(workflow);
			assertThat(realms.size()).isZero();
			realms.restock(workflow);
			assertThat(realms.size()).isZero();
			realms.take(workflow).close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "'', true", "throw new Error('no');, false" })
	void aRealmForManyRunsIsMadeOnlyAfterARunThatDidNotFail(String code, boolean hardened) {
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults());
				RealmPool realms = new RealmPool(SANDBOX, 100);
				Watchdog watchdog = new Watchdog(Capacity.defaults());
				RunThreads workers = new RunThreads(Limits.defaults().stackBytes(), UnaryOperator.identity())) {
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m(code)));
			DeployedWorkflow workflow = engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow();
			RunDispatcher dispatcher = new RunDispatcher(
					new WorkflowRunner(realms, watchdog, PATIENT, HostServices.NONE), workers, realms,
					Capacity.builder().cpuTime(PATIENT.cpuTime()).build());
			Outcome outcome = dispatcher.run(workflow, TestWorkflow.event(), Claims.of(TokenType.M2M_TOKEN, Map.of()));
			assertThat(outcome.failure().isEmpty()).isEqualTo(hardened);
			assertThat(next(realms, workflow)).isEqualTo(hardened);
		}
	}

	/** Whether the next realm is one for many runs. It is made after the answer. */
	private static boolean next(RealmPool realms, DeployedWorkflow workflow) {
		long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
		while (realms.size() == 0) {
			assertThat(System.nanoTime()).isLessThan(end);
			Thread.onSpinWait();
		}
		try (PooledRealm realm = realms.take(workflow)) {
			return realm.kind().isPresent();
		}
	}

	@Test
	void noneIsMadeAheadIfThereMayBeNone() {
		try (RealmPool realms = new RealmPool(SANDBOX, 0)) {
			realms.restock(WORKFLOWS.get(0));
			assertThat(realms.size()).isZero();
			realms.take(WORKFLOWS.get(0)).close();
		}
	}

	@Test
	void aTopLevelThatAsksTheTimeIsEvaluatedInItsRun() {
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults())) {
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, """
					import { loaded } from "./clock";
					export const workflowSettings = {
					  id: "x", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} },
					};
					export default async function () {
					  kinde.m2mToken.setCustomClaim("loaded", loaded);
					}
					""", "kindeSrc/environment/workflows/clock.ts", "export const loaded = Date.now();"));
			DeployedWorkflow workflow = engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow();
			for (int i = 0; i < 3; i++) {
				long before = System.currentTimeMillis();
				Outcome outcome = engine.run(workflow, TestWorkflow.event(), Claims.of(TokenType.M2M_TOKEN, Map.of()));
				assertThat((Long) TestWorkflow.set(outcome).get("loaded")).isGreaterThanOrEqualTo(before);
			}
		}
	}

	@Test
	void aTopLevelReachesTheBindingsOfItsOwnRun() {
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults())) {
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, """
					export const workflowSettings = {
					  id: "x", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} },
					};
					const subject = typeof kinde === "undefined" ? "none" : kinde.m2mToken.getCustomClaims().sub;
					export default async function () {
					  kinde.m2mToken.setCustomClaim("subject", subject);
					}
					"""));
			DeployedWorkflow workflow = engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow();
			for (String subject : List.of("one", "two", "three")) {
				Outcome outcome = engine.run(workflow, TestWorkflow.event(),
						Claims.of(TokenType.M2M_TOKEN, Map.of("sub", subject)));
				assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("subject", subject));
			}
		}
	}

}
