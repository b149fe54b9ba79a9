package io.claimflow.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.engine.realm.PooledRealm;
import io.claimflow.engine.realm.RealmPool;
import io.claimflow.engine.realm.Sandbox;
import io.claimflow.engine.watch.RunThreads;
import io.claimflow.engine.watch.Watchdog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the realms that runs get.
 */
class RunRealmTests {

	private static final Limits PATIENT = Limits.builder()
		.deadline(Duration.ofMinutes(1))
		.cpuTime(Duration.ofMinutes(1))
		.build();

	@ParameterizedTest
	@CsvSource({ "'', true", "throw new Error('no');, false" })
	void aRealmForManyRunsIsMadeOnlyAfterARunThatDidNotFail(String code, boolean hardened) {
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults());
				Sandbox sandbox = new Sandbox(Limits.defaults());
				RealmPool realms = new RealmPool(sandbox, 100);
				Watchdog watchdog = new Watchdog(Capacity.defaults());
				RunThreads workers = new RunThreads(Limits.defaults().stackBytes(), UnaryOperator.identity())) {
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m(code)));
			DeployedWorkflow workflow = engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow();
			RunDispatcher dispatcher = new RunDispatcher(new RunTerms(realms, watchdog, PATIENT, HostServices.NONE),
					workers, Capacity.builder().cpuTime(PATIENT.cpuTime()).build());
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
		try (PooledRealm realm = realms.take(workflow.realms())) {
			return realm.profile().isPresent();
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
