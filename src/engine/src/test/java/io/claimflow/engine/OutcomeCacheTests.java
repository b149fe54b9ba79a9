package io.claimflow.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.OnDemand;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.engine.realm.PooledRealm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a run is made once for an event if nothing else has a say in its outcome,
 * and each time if anything has.
 */
class OutcomeCacheTests {

	private static final Claims NONE = Claims.of(TokenType.M2M_TOKEN, Map.of());

	private static final String SETS = "kinde.m2mToken.setCustomClaim('client', { id: event.context.application.clientId });";

	private static String source(String body) {
		return "declare const kinde: any;\n"
				+ TestWorkflow.m2m(body).replace("util: {}", "console: {}, \"kinde.fetch\": {}");
	}

	private static Event event(String client) {
		return new Event(Map.of("ip", "203.0.113.7"), Map.of("application", Map.of("clientId", client)));
	}

	@ParameterizedTest
	@ValueSource(strings = { SETS,
			"const token = m2mTokenClaims<any>(); token.client = { id: event.context.application.clientId };",
			"await null; kinde.m2mToken.setCustomClaim('n', [1, 2].map((n) => Math.max(n, 2)));",
			"event.request.seen = !event.request.seen; kinde.m2mToken.setCustomClaim('first', event.request.seen);",
			"" })
	void whatFollowsFromTheEventIsRemembered(String body) {
		try (SharedRealm shared = new SharedRealm(source(body), 1000)) {
			assertThat(shared.remembered(event("one"), NONE)).isEmpty();
			Outcome made = shared.run(event("one"));
			assertThat(made.status()).isEqualTo(Outcome.Status.COMPLETED);
			assertThat(made.cached()).isFalse();
			assertThat(made.cpuTime()).isPositive();
			Outcome remembered = shared.remembered(event("one"), NONE).orElseThrow();
			assertThat(remembered.cached()).isTrue();
			assertThat(remembered.cpuTime()).isZero();
			assertThat(remembered.status()).isEqualTo(made.status());
			assertThat(remembered.effects()).isEqualTo(made.effects());
			assertThat(remembered.runId()).isNotEqualTo(made.runId());
			assertThat(shared.remembered(event("other"), NONE)).isEmpty();
		}
	}

	/** Where another run could come to something else, it is made. */
	@ParameterizedTest
	@ValueSource(strings = { "kinde.m2mToken.setCustomClaim('at', Date.now());",
			"kinde.m2mToken.setCustomClaim('n', Math.random());", "getEnvironmentVariable('REGION');",
			"kinde.env.get('REGION');", "console.log('here');", "denyAccess('no');",
			"const { sub } = m2mTokenClaims<any>();", "'a' in m2mTokenClaims<any>();",
			"Object.keys(kinde.m2mToken.getCustomClaims());", "delete m2mTokenClaims<any>().scope;",
			"kinde.m2mToken.setCustomClaim('scope', undefined);", "new URL('https://example.com');",
			"await new Promise((done) => setTimeout(done, 1));", "crypto.randomUUID();",
			"try { denyAccess('no'); } finally { return; }", "try { await kinde.fetch('http://127.0.0.1/'); } catch {}",
			"const p = Object.prototype; try { p.toString = () => 'x'; } catch {}" })
	void whatHasMoreToGoByIsNot(String body) {
		try (SharedRealm shared = new SharedRealm(source(body), 1000)) {
			assertThat(shared.run(event("one")).failure()).isEmpty();
			assertThat(shared.workflow().remembered().size()).isZero();
		}
	}

	@Test
	void aRunInARealmOfItsOwnIsNotRemembered() {
		try (SharedRealm shared = new SharedRealm(source(SETS), 1000)) {
			PooledRealm realm = shared.realms().take(shared.workflow().realms());
			assertThat(shared.run(event("one")).failure()).isEmpty();
			assertThat(shared.remembered(event("one"), NONE)).isEmpty();
			shared.realms().giveBack(realm, false);
		}
	}

	@Test
	void aRunThatFailsIsNotRemembered() {
		try (SharedRealm shared = new SharedRealm(source("throw new Error('no');"), 1000)) {
			assertThat(shared.run(event("one")).failure()).isPresent();
			assertThat(shared.remembered(event("one"), NONE)).isEmpty();
		}
	}

	/** What is remembered is what the workflow sets, and not what that changes. */
	@Test
	void theClaimsBeforeAreThoseOfTheRequest() {
		try (SharedRealm shared = new SharedRealm(source(SETS), 1000)) {
			assertThat(shared.run(event("one")).effects()).hasSize(1);
			Claims same = Claims.of(TokenType.M2M_TOKEN, Map.of("client", Map.of("id", "one")));
			assertThat(shared.remembered(event("one"), same).orElseThrow().effects()).isEmpty();
			Claims other = Claims.of(TokenType.ACCESS_TOKEN, Map.of());
			assertThat(shared.remembered(event("one"), other).orElseThrow().effects()).isEmpty();
		}
	}

	@Test
	@SuppressWarnings("unchecked")
	void whatOneRequestDoesToItsClaimsNoOtherSees() {
		try (SharedRealm shared = new SharedRealm(source(SETS), 1000)) {
			shared.run(event("one"));
			Outcome first = shared.remembered(event("one"), NONE).orElseThrow();
			((Map<String, Object>) TestWorkflow.set(first).get("client")).put("id", "changed");
			assertThat(TestWorkflow.set(shared.remembered(event("one"), NONE).orElseThrow()))
				.isEqualTo(Map.of("client", Map.of("id", "one")));
		}
	}

	@Test
	void whatHasNotBeenAskedForTheLongestIsForgotten() {
		try (SharedRealm shared = new SharedRealm(source(SETS), 1000)) {
			List.of("one", "two", "three").forEach((client) -> shared.run(event(client)));
			assertThat(shared.remembered(event("one"), NONE)).isPresent();
			shared.run(event("four"));
			assertThat(shared.workflow().remembered().size()).isEqualTo(3);
			assertThat(shared.remembered(event("one"), NONE)).isPresent();
			assertThat(shared.remembered(event("two"), NONE)).isEmpty();
		}
	}

	/** A claim of so many characters or arrays as the client's name has letters. */
	@ParameterizedTest
	@ValueSource(strings = { "'-'.repeat(count * 30)", "Array.from({ length: count }, () => [])" })
	void changesThatTakeMuchMemoryAreNotRemembered(String claim) {
		String body = "const count = event.context.application.clientId.length; kinde.m2mToken.setCustomClaim('much', "
				+ claim + ");";
		try (SharedRealm shared = new SharedRealm(source(body), 1000)) {
			shared.run(event("few"));
			shared.run(event("many".repeat(25)));
			assertThat(shared.remembered(event("few"), NONE)).isPresent();
			assertThat(shared.remembered(event("many".repeat(25)), NONE)).isEmpty();
		}
	}

	/** Each is text of its own, although none can be encoded. */
	@Test
	void eventsThatDifferAreNotTakenForEachOther() {
		try (SharedRealm shared = new SharedRealm(source(""), 1000)) {
			shared.run(event("a\uD800"));
			assertThat(shared.remembered(event("a\uD800"), NONE)).isPresent();
			assertThat(shared.remembered(event("a\uD801"), NONE)).isEmpty();
			assertThat(shared.remembered(event("a?"), NONE)).isEmpty();
		}
	}

	@Test
	void anEventWithSomethingSecretIsNotRemembered() {
		Event secret = new Event(Map.of(), Map.of("auth", Map.of("password", "hunter2")), Set.of("hunter2"));
		Event onDemand = new Event(Map.of(), Map.of("auth", Map.of("hash", new OnDemand(() -> Optional.of("hash")))));
		for (Event event : List.of(secret, onDemand)) {
			try (SharedRealm shared = new SharedRealm(source(""), 1000)) {
				assertThat(shared.run(event).failure()).isEmpty();
				assertThat(shared.workflow().remembered().size()).isZero();
				assertThat(shared.remembered(event, NONE)).isEmpty();
			}
		}
	}

	private static LiveEngine engine(int outcomeCacheSize) {
		return new LiveEngine(WorkflowEngine.builder()
			.limits(Limits.builder().deadline(Duration.ofSeconds(20)).cpuTime(Duration.ofSeconds(20)).build())
			.capacity(Capacity.builder().cpuTime(Duration.ofMinutes(1)).outcomeCacheSize(outcomeCacheSize).build())
			.build());
	}

	private static Outcome run(LiveEngine engine, Event event) {
		return engine.run(engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), event, NONE);
	}

	/** A run is remembered a moment after its answer, once there are realms for many. */
	private static Outcome remembered(LiveEngine engine, Event event) {
		long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
		Outcome outcome = run(engine, event);
		while (!outcome.cached()) {
			assertThat(System.nanoTime()).isLessThan(end);
			outcome = run(engine, event);
		}
		return outcome;
	}

	@Test
	void aDeploymentRemembersNothingOfTheOneBefore() {
		try (LiveEngine engine = engine(1000)) {
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, source(SETS)));
			assertThat(TestWorkflow.set(remembered(engine, event("one")))).containsOnlyKeys("client");
			TestWorkflow.deploy(engine,
					TestWorkflow.project(TestWorkflow.FILE, source(SETS.replace("'client'", "'other'"))));
			assertThat(TestWorkflow.set(run(engine, event("one")))).containsOnlyKeys("other");
			assertThat(TestWorkflow.set(remembered(engine, event("one")))).containsOnlyKeys("other");
		}
	}

	@Test
	void nothingIsRememberedIfThatIsSaid() {
		try (LiveEngine engine = engine(0)) {
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, source(SETS)));
			for (int i = 0; i < 100; i++) {
				assertThat(run(engine, event("one")).cached()).isFalse();
			}
		}
	}

	@Test
	void anEventThatCannotBeReadFailsItsRun() {
		Object odd = new Object() {
			@SuppressWarnings("unused")
			public Object getText() {
				throw new IllegalStateException("no");
			}
		};
		try (LiveEngine engine = engine(1000)) {
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, source("")));
			assertThat(run(engine, new Event(Map.of(), Map.of("user", odd))).failure()).map(Failure::kind)
				.contains(Failure.Kind.INTERNAL);
		}
	}

}
