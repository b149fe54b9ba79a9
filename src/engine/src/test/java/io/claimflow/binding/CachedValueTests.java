package io.claimflow.binding;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.cache.InMemoryValueStore;
import io.claimflow.cache.ValueLimits;
import io.claimflow.cache.ValueStore;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import io.claimflow.engine.WorkflowEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the values that a workflow keeps with {@code kinde.cache}.
 */
class CachedValueTests {

	private static final ValueLimits LIMITS = new ValueLimits(3, 60, 30, Duration.ofHours(1));

	private static final LiveEngine ENGINE = engine(new InMemoryValueStore(LIMITS, Clock.systemUTC()));

	private static LiveEngine engine(ValueStore store) {
		return new LiveEngine(WorkflowEngine.builder()
			.limits(Limits.builder()
				.deadline(Duration.ofSeconds(20))
				.loadTime(Duration.ofMinutes(1))
				.variableTime(Duration.ofMillis(200))
				.build())
			.capacity(Capacity.builder().cpuTime(Duration.ofMinutes(1)).build())
			.valueStore(store)
			.valueLimits(LIMITS)
			.build());
	}

	@AfterAll
	static void stop() {
		ENGINE.close();
	}

	private static Outcome run(LiveEngine engine, String id, String body) {
		TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, """
				export const workflowSettings = { id: "%s", trigger: "m2m:token_generation",
				  bindings: { "kinde.m2mToken": {} } };
				declare const kinde: any;
				export default async function (event: any) {
				const set = (claim: string, value: any) => kinde.m2mToken.setCustomClaim(claim, value);
				%s
				}
				""".formatted(id, body)));
		return engine.run(engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), TestWorkflow.event(),
				Claims.of(TokenType.M2M_TOKEN, Map.of()));
	}

	private static Map<String, Object> claims(String id, String body) {
		Outcome outcome = run(ENGINE, id, body);
		assertThat(outcome.failure()).isEmpty();
		return TestWorkflow.set(outcome);
	}

	@Test
	void valueIsThereForTheNextRunOfTheWorkflowAndForNoOther() {
		String get = "const found = await kinde.cache.get('k'); set('found', found ?? 'none'); set('plan', found?.plan ?? 0);";
		assertThat(claims("one", get)).containsEntry("found", "none");
		claims("one", "await kinde.cache.set('k', { plan: 'pro', n: [1, null] }, { ttl: 60 });");
		assertThat(claims("one", get)).containsEntry("plan", "pro");
		assertThat(claims("two", get)).containsEntry("found", "none");
		claims("two", "await kinde.cache.delete('k'); await kinde.cache.set('k', 'mine', { ttl: 60 });");
		assertThat(claims("one", get)).containsEntry("plan", "pro");
		claims("one", "await kinde.cache.delete('k');");
		assertThat(claims("one", get)).containsEntry("found", "none");
	}

	@Test
	void runThatReadsAValueIsNotRememberedInPlaceOfTheNext() {
		String count = "const n = (await kinde.cache.get('n')) ?? 0; await kinde.cache.set('n', n + 1, { ttl: 60 }); set('n', n);";
		for (int i = 0; i < 5; i++) {
			assertThat(claims("count", count)).containsEntry("n", i);
		}
	}

	@Test
	void theLeastRecentlyUsedValueMakesRoom() {
		claims("room",
				"for (const k of ['a', 'b', 'c']) await kinde.cache.set(k, k, { ttl: 60 }); await kinde.cache.get('a');"
						+ "await kinde.cache.set('d', 'd', { ttl: 60 });");
		assertThat(
				claims("room", "for (const k of ['a', 'b', 'c', 'd']) set(k, (await kinde.cache.get(k)) ?? 'gone');"))
			.isEqualTo(Map.of("a", "a", "b", "gone", "c", "c", "d", "d"));
		assertThat(claims("room",
				"for (const k of ['x', 'y', 'z']) await kinde.cache.set(k, 'x'.repeat(25), { ttl: 60 });"
						+ "for (const k of ['x', 'y', 'z']) set(k, (await kinde.cache.get(k)) === undefined);"))
			.isEqualTo(Map.of("x", true, "y", false, "z", false));
	}

	@Test
	void valueExpires() {
		InMemoryValueStore store = new InMemoryValueStore(LIMITS, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
		store.save("w", "k", "1", Instant.EPOCH.plusMillis(1));
		assertThat(store.find("w", "k")).contains("1");
		store.save("w", "k", "1", Instant.EPOCH);
		assertThat(store.find("w", "k")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			set('k', 'x'.repeat(40), { ttl: 1 })  | has 42 bytes, more than the 30 of claimflow.cache.value-bytes
			set('k', 'é'.repeat(20), { ttl: 1 })  | has 42 bytes
			set('k', 1, { ttl: 3601 })            | more than the 3600 s of claimflow.cache.lifetime
			set('k', 1)                           | takes a lifetime in seconds
			set('k', 1, { ttl: 0 })               | takes a lifetime in seconds
			set('k', 1, { ttl: '60' })            | takes a lifetime in seconds
			set('k', undefined, { ttl: 1 })       | a value that JSON can express
			set('', 1, { ttl: 1 })                | takes a key of 1 to 1000 characters
			get()                                 | takes a key of 1 to 1000 characters
			get('k'.repeat(1001))                 | takes a key of 1 to 1000 characters
			delete(1)                             | takes a key of 1 to 1000 characters
			""")
	void callThatCannotBeMadeSaysWhy(String call, String message) {
		assertThat(run(ENGINE, "bad", "await kinde.cache.%s;".formatted(call)).failure())
			.hasValueSatisfying((failure) -> assertThat(failure.message()).contains(message));
	}

	@Test
	void storeThatDoesNotAnswerHoldsNoRunForLong() {
		ValueStore stuck = new ValueStore() {

			@Override
			public Optional<String> find(String workflow, String key) {
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				return Optional.empty();
			}

			@Override
			public void save(String workflow, String key, String value, Instant expiresAt) {
				throw new IllegalStateException("down");
			}

			@Override
			public void delete(String workflow, String key) {
			}

		};
		try (LiveEngine engine = engine(stuck)) {
			assertThat(run(engine, "stuck", "await kinde.cache.get('k');").failure())
				.hasValueSatisfying((failure) -> assertThat(failure.message())
					.contains("The cache of the workflow \"stuck\" could not be looked up", "within 200 ms"));
			assertThat(run(engine, "stuck", "await kinde.cache.set('k', 1, { ttl: 1 });").failure())
				.hasValueSatisfying((failure) -> assertThat(failure.message()).contains("could not be looked up")
					.doesNotContain("down"));
		}
	}

}
