package io.claimflow.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.VariableSource;
import io.claimflow.fetch.FetchFailure;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.fetch.FetchResponse;
import io.claimflow.fetch.StubbedFetcher;
import io.claimflow.fetch.StubbedFetcher.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for runs that take from a test what others take from the engine.
 */
class DryRunTests {

	private static final LiveEngine ENGINE = new LiveEngine(WorkflowEngine.builder()
		.limits(Limits.builder().deadline(Duration.ofSeconds(20)).cpuTime(Duration.ofSeconds(20)).build())
		.capacity(Capacity.builder().cpuTime(Duration.ofMinutes(1)).build())
		.variables((name) -> Optional.of(new VariableSource.Variable("of the engine", false)))
		.build());

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static Outcome dryRun(String body, UnaryOperator<DryRun.Builder> given) {
		TestWorkflow.deploy(ENGINE, TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m(body)));
		return again(given);
	}

	private static Outcome again(UnaryOperator<DryRun.Builder> given) {
		DeployedWorkflow workflow = ENGINE.workflow(ENGINE.deployment().orElseThrow().workflows().get(0).trigger())
			.orElseThrow();
		return ENGINE.engine()
			.dryRun(workflow, TestWorkflow.event(), Claims.of(TokenType.M2M_TOKEN, Map.of()),
					given.apply(DryRun.builder()).build());
	}

	private static Map<String, Object> claims(Outcome outcome) {
		assertThat(outcome.failure()).isEmpty();
		return TestWorkflow.set(outcome);
	}

	@Test
	void variablesAreThoseThatTheRunIsGiven() {
		String body = "m2mTokenClaims().name = getEnvironmentVariable('NAME')?.value ?? 'none';";
		assertThat(claims(dryRun(body, (given) -> given))).containsEntry("name", "none");
		assertThat(claims(
				again((given) -> given.variables((name) -> Optional.of(new VariableSource.Variable("x", false))))))
			.containsEntry("name", "x");
	}

	@Test
	void everyClockOfTheRunStandsStillAndTimersGoOn() {
		Instant time = Instant.parse("2020-02-29T12:00:00Z");
		Map<String, Object> claims = claims(
				dryRun("""
						const before = new Date();
						await new Promise((resolve) => setTimeout(resolve, 5));
						Object.assign(m2mTokenClaims(), {
						  now: Date.now(), same: before.getTime() === +new Date(), text: Date().slice(0, 15),
						  given: new Date(2000, 1).getFullYear(), dates: before instanceof Date, its: before.constructor === Date,
						  iso: new Date("2001-02-03T00:00:00Z").toISOString(), performance: performance.timeOrigin,
						});""",
						(given) -> given.time(time)));
		assertThat(claims).containsEntry("now", time.toEpochMilli())
			.containsEntry("same", true)
			.containsEntry("text", "Sat Feb 29 2020")
			.containsEntry("given", 2000)
			.containsEntry("dates", true)
			.containsEntry("its", true)
			.containsEntry("iso", "2001-02-03T00:00:00.000Z")
			.containsEntry("performance", time.toEpochMilli());
	}

	@Test
	void randomNumbersBytesAndIdentifiersFollowFromTheSeed() {
		String body = """
				Object.assign(m2mTokenClaims(), { number: Math.random(), id: crypto.randomUUID(),
				  bytes: [...crypto.getRandomValues(new Uint8Array(8))] });""";
		Map<String, Object> first = claims(dryRun(body, (given) -> given.seed(7)));
		assertThat(first.get("id")).asString().matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-.*");
		assertThat(claims(again((given) -> given.seed(7)))).isEqualTo(first);
		assertThat(claims(again((given) -> given.seed(8)))).isNotEqualTo(first);
		assertThat(claims(again((given) -> given))).isNotEqualTo(first);
	}

	@Test
	void aCallIsAnsweredInPlaceOfTheNetworkWithinItsLimits() {
		String body = """
				const call = async (url, options) => {
				  try { return (await fetch(url, options)).status; } catch (error) { return error.message; }
				};
				m2mTokenClaims().answers = [await call("http://127.0.0.1/ok"), await call("https://down.example/"),
				  await call("https://x.example/", { method: "TRACE" }), await call("https://large.example/"),
				  await call("https://nobody.example/")];""";
		StubbedFetcher fetcher = new StubbedFetcher(new FetchLimits(Duration.ofSeconds(20), 100, 0, List.of()),
				(request) -> CompletableFuture.completedFuture(switch (request.url()) {
					case "http://127.0.0.1/ok" -> new Answer.Responded(new FetchResponse(204, Map.of(), ""));
					case "https://down.example/" -> new Answer.Failed(FetchFailure.CONNECTION);
					case "https://large.example/" ->
						new Answer.Responded(new FetchResponse(200, Map.of(), "x".repeat(101)));
					default -> new Answer.Unanswered("Nobody answers " + request.method() + " " + request.url());
				}));
		assertThat(claims(dryRun(body, (given) -> given.fetcher(fetcher))).get("answers"))
			.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Object.class))
			.satisfiesExactly((ok) -> assertThat(ok).isEqualTo(204),
					(down) -> assertThat(down).asString().contains("https://down.example accepts no connection"),
					(method) -> assertThat(method).asString().contains("The method is not one of GET"),
					(large) -> assertThat(large).asString().contains("longer than 100 bytes"),
					(nobody) -> assertThat(nobody).asString().contains("Nobody answers GET https://nobody.example/"));
	}

	@Test
	void aWorkflowThatKeepsMeetingLimitsIsNotSuspended() {
		Outcome first = dryRun("m2mTokenClaims().big = 'x'.repeat(100); let text = 'x'; while (true) text += text;",
				(given) -> given);
		for (int i = 0; i < 10; i++) {
			assertThat(again((given) -> given).failure().map(Failure::kind)).isNotEmpty()
				.isEqualTo(first.failure().map(Failure::kind));
		}
	}

}
