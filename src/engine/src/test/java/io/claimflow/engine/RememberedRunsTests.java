package io.claimflow.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.Environment;
import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.OnDemand;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a run is made once for an event if nothing else has a say in its outcome,
 * and each time if anything has.
 */
class RememberedRunsTests {

	private static final Claims NONE = Claims.of(TokenType.M2M_TOKEN, Map.of());

	private static final String SETS = "kinde.m2mToken.setCustomClaim('client', { id: event.context.application.clientId });";

	private WorkflowEngine engine = engine(3);

	private static WorkflowEngine engine(int rememberedRuns) {
		return WorkflowEngine.builder()
			.limits(Limits.builder().deadline(Duration.ofSeconds(20)).cpuTime(Duration.ofSeconds(20)).build())
			.capacity(Capacity.builder().cpuTime(Duration.ofMinutes(1)).rememberedRuns(rememberedRuns).build())
			.environment((name) -> Optional.of(new Environment.Variable("value", false)))
			.build();
	}

	@AfterEach
	void close() {
		this.engine.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { SETS,
			"const token = m2mTokenClaims<any>(); token.client = { id: event.context.application.clientId };",
			"await null; kinde.m2mToken.setCustomClaim('n', [1, 2].map((n) => Math.max(n, 2)));",
			"event.request.seen = !event.request.seen; kinde.m2mToken.setCustomClaim('first', event.request.seen);",
			"" })
	void anotherRunForTheSameEventIsNotMade(String body) {
		deploy(body);
		Outcome first = run("one");
		Outcome second = run("one");
		assertThat(first.status()).isEqualTo(Outcome.Status.COMPLETED);
		assertThat(List.of(first.remembered(), second.remembered())).containsExactly(false, true);
		assertThat(second.effects()).isEqualTo(first.effects());
		assertThat(second.status()).isEqualTo(first.status());
		assertThat(second.runId()).isNotEqualTo(first.runId());
	}

	@Test
	void anotherEventIsAnotherRun() {
		deploy(SETS);
		assertThat(TestWorkflow.set(run("one"))).containsEntry("client", Map.of("id", "one"));
		Outcome other = run("other");
		assertThat(other.remembered()).isFalse();
		assertThat(TestWorkflow.set(other)).containsEntry("client", Map.of("id", "other"));
		assertThat(TestWorkflow.set(run("one"))).containsEntry("client", Map.of("id", "one"));
	}

	/** Where another run would come to something else, it is made. */
	@ParameterizedTest
	@ValueSource(strings = { "kinde.m2mToken.setCustomClaim('at', Date.now());",
			"kinde.m2mToken.setCustomClaim('n', Math.random());", "getEnvironmentVariable('REGION');",
			"kinde.env.get('REGION');", "console.log('here');", "denyAccess('no');",
			"const { sub } = m2mTokenClaims<any>();", "'a' in m2mTokenClaims<any>();",
			"Object.keys(kinde.m2mToken.getCustomClaims());", "delete m2mTokenClaims<any>().scope;",
			"new URL('https://example.com');", "await new Promise((done) => setTimeout(done, 1));",
			"crypto.randomUUID();", "try { denyAccess('no'); } finally { return; }",
			"kinde.fetch('http://127.0.0.1/').catch(() => {});" })
	void whatHasMoreToGoByIsRunEachTime(String body) {
		deploy(body);
		assertThat(List.of(run("one").remembered(), run("one").remembered(), run("one").remembered()))
			.containsOnly(false);
	}

	@Test
	void aRunThatFailsIsNotRemembered() {
		deploy("if (event.context.application.clientId === 'one') throw new Error('no');");
		assertThat(run("one").failure()).isPresent();
		Outcome again = run("one");
		assertThat(again.remembered()).isFalse();
		assertThat(again.failure()).map(Failure::kind).contains(Failure.Kind.EXCEPTION);
	}

	/** What is remembered is what the workflow sets, and not what that changes. */
	@Test
	void theClaimsBeforeAreThoseOfTheRequest() {
		deploy(SETS);
		Map<String, Object> client = Map.of("id", "one");
		assertThat(run("one").effects()).hasSize(1);
		Outcome same = run(event("one"), Claims.of(TokenType.M2M_TOKEN, Map.of("client", client)));
		assertThat(same.remembered()).isTrue();
		assertThat(same.effects()).isEmpty();
		Outcome other = run(event("one"), Claims.of(TokenType.ACCESS_TOKEN, Map.of()));
		assertThat(other.remembered()).isTrue();
		assertThat(other.effects()).isEmpty();
	}

	@Test
	void whatOneRequestDoesToItsClaimsNoOtherSees() {
		deploy(SETS);
		run("one");
		@SuppressWarnings("unchecked")
		Map<String, Object> claim = (Map<String, Object>) TestWorkflow.set(run("one")).get("client");
		try {
			claim.put("id", "changed");
		}
		catch (UnsupportedOperationException ex) {
			// As well.
		}
		assertThat(TestWorkflow.set(run("one"))).containsEntry("client", Map.of("id", "one"));
	}

	@Test
	void whatHasNotBeenAskedForTheLongestIsForgotten() {
		deploy(SETS);
		List.of("one", "two", "three", "one", "four").forEach(this::run);
		assertThat(this.engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow().remembered().size()).isEqualTo(3);
		assertThat(run("one").remembered()).isTrue();
		assertThat(run("two").remembered()).isFalse();
	}

	@Test
	void longChangesAreNotRemembered() {
		deploy("kinde.m2mToken.setCustomClaim('long', 'x'.repeat(event.context.application.clientId.length * 1000));");
		assertThat(List.of(run("1").remembered(), run("1").remembered())).containsExactly(false, true);
		assertThat(List.of(run("333").remembered(), run("333").remembered())).containsExactly(false, false);
	}

	@Test
	void anEventWithSomethingSecretIsNotRemembered() {
		deploy("");
		Event secret = new Event(Map.of(), Map.of("auth", Map.of("password", "hunter2")), Set.of("hunter2"));
		Event onDemand = new Event(Map.of(), Map.of("auth", Map.of("hash", new OnDemand(() -> Optional.of("hash")))));
		for (Event event : List.of(secret, secret, onDemand, onDemand)) {
			assertThat(run(event, NONE).remembered()).isFalse();
		}
		assertThat(this.engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow().remembered().size()).isZero();
	}

	@Test
	void anEventThatCannotBeReadFailsItsRun() {
		deploy("");
		Object odd = new Object() {
			@SuppressWarnings("unused")
			public Object getText() {
				throw new IllegalStateException("no");
			}
		};
		Outcome outcome = run(new Event(Map.of(), Map.of("user", odd)), NONE);
		assertThat(outcome.failure()).map(Failure::kind).contains(Failure.Kind.INTERNAL);
	}

	@Test
	void aDeploymentRemembersNothingOfTheOneBefore() {
		deploy(SETS);
		run("one");
		deploy(SETS.replace("client'", "other'"));
		Outcome outcome = run("one");
		assertThat(outcome.remembered()).isFalse();
		assertThat(TestWorkflow.set(outcome)).containsOnlyKeys("other");
	}

	@Test
	void nothingIsRememberedIfThatIsSaid() {
		this.engine.close();
		this.engine = engine(0);
		deploy(SETS);
		assertThat(List.of(run("one").remembered(), run("one").remembered())).containsOnly(false);
	}

	private void deploy(String body) {
		TestWorkflow.deploy(this.engine, TestWorkflow.project(TestWorkflow.FILE, "declare const kinde: any;\n"
				+ TestWorkflow.m2m(body).replace("util: {}", "console: {}, \"kinde.fetch\": {}")));
	}

	private Outcome run(String client) {
		return run(event(client), NONE);
	}

	private Outcome run(Event event, Claims before) {
		return this.engine.run(this.engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), event, before);
	}

	private static Event event(String client) {
		return new Event(Map.of("ip", "203.0.113.7"), Map.of("application", Map.of("clientId", client)));
	}

}
