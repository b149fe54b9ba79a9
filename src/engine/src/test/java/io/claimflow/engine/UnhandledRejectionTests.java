package io.claimflow.engine;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.SourceLocation;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for promises that are rejected while nobody handles them: a check whose
 * {@code await} was forgotten is no check.
 */
class UnhandledRejectionTests {

	@ParameterizedTest
	@ValueSource(strings = { "async function audit() { await null; throw new RangeError('nobody'); } audit();",
			"async function audit() { throw new RangeError('nobody'); } void audit();",
			"Promise.reject(new RangeError('nobody'));", "Promise.reject(new RangeError('nobody')).finally(() => {});",
			"new Promise(() => { throw new RangeError('nobody'); });",
			"Promise.resolve().then(() => { throw new RangeError('nobody'); });",
			"[1, 2].forEach(async (n) => { await n; if (n > 1) throw new RangeError('nobody'); });",
			"const p = Promise.reject(new RangeError('nobody')); await null; p.then(() => 1);",
			"Promise.all([null, Promise.reject(new RangeError('nobody'))]);",
			"await new Promise(async () => { throw new RangeError('nobody'); });",
			"const { reject } = Promise.withResolvers(); reject(new RangeError('nobody'));",
			"Promise.resolve({ then() { throw new RangeError('nobody'); } });",
			"(async function* () { throw new RangeError('nobody'); })().next();" })
	void aRejectionThatNobodyHandlesFailsTheRun(String body) {
		Failure failure = TestWorkflow.run("m2mTokenClaims<any>().a = 1;\n" + body).failure().orElseThrow();
		assertThat(failure.kind()).isEqualTo(Failure.Kind.EXCEPTION);
		assertThat(failure.message())
			.isEqualTo("A promise was rejected, and nobody awaits it or catches its error: RangeError: nobody");
		assertThat(failure.location()).hasValueSatisfying((place) -> {
			assertThat(place.file()).isEqualTo(TestWorkflow.FILE);
			assertThat(place.line()).isEqualTo(9);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "queueMicrotask(() => { throw new RangeError('nobody'); });",
			"queueMicrotask(async () => { throw new RangeError('nobody'); });",
			"Promise.resolve().then(() => queueMicrotask(() => { throw new RangeError('nobody'); }));",
			"setTimeout(async () => { throw new RangeError('nobody'); }); await new Promise((f) => setTimeout(f, 5));",
			"const t = new EventTarget(); t.addEventListener('x', () => { throw new RangeError('nobody'); });"
					+ " Promise.resolve().then(() => null).then(() => null).then(() => t.dispatchEvent(new Event('x')));" })
	void anErrorAfterTheEndOfTheFunctionFailsTheRun(String body) {
		assertThat(TestWorkflow.run(body).failure())
			.hasValueSatisfying((failure) -> assertThat(failure.message()).endsWith("RangeError: nobody"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "undefined", "null", "'words'", "{ code: 7 }", "new Proxy({}, { get() { throw 1; } })" })
	void whateverTheReasonIsItFailsTheRun(String reason) {
		assertThat(TestWorkflow.run("Promise.reject(" + reason + ");").status()).isEqualTo(Outcome.Status.FAILED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Promise.reject(1).catch(() => {});",
			"const p = Promise.reject(1); await null; await null; try { await p; } catch {}",
			"const late = (async () => { throw 1; })(); await new Promise((f) => setTimeout(f, 5)); await late.catch(() => 2);",
			"await Promise.allSettled(Array.from({ length: 5000 }, (_, i) => Promise.reject(i)));",
			"await Promise.any([Promise.reject(1), Promise.resolve(2), Promise.reject(3)]);",
			"await Promise.race([null, new Promise((_, no) => setTimeout(no, 1))]); await new Promise((f) => setTimeout(f, 5));",
			"for (let i = 0; i < 1000; i++) { const p = Promise.reject(i); try { await p; } catch {} }",
			"try { await Promise.all([Promise.reject(1), Promise.reject(2)]); } catch {}",
			"const p = Promise.resolve(1); p.then(() => {}); new Promise((yes, no) => { yes(1); no(2); });" })
	void aRejectionThatSomebodyHandlesInTheEndDoesNot(String body) {
		assertThat(TestWorkflow.run(body).failure()).isEmpty();
	}

	@Test
	void aDenialWinsOverARejection() {
		Outcome outcome = TestWorkflow.run("denyAccess('no'); Promise.reject(new Error('x'));");
		assertThat(outcome.status()).isEqualTo(Outcome.Status.DENIED);
	}

	@Test
	void whatTheFunctionItselfThrowsIsTheFailure() {
		assertThat(TestWorkflow.run("Promise.reject(new Error('x')); throw new Error('y');").failure())
			.hasValueSatisfying((failure) -> assertThat(failure.message()).isEqualTo("Error: y"));
	}

	@Test
	void aRejectionAtTheTopLevelIsAWarningOfTheDeploymentAndFailsRuns() {
		String source = """
				const early = (async () => { throw new RangeError("early"); })();
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation" };
				export default async (event: any) => { %s };
				""";
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults())) {
			assertThat(TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, source.formatted("")))
				.warnings()).singleElement().satisfies((warning) -> {
					assertThat(warning.message()).endsWith("RangeError: early");
					assertThat(warning.location()).isEqualTo(new SourceLocation(TestWorkflow.FILE, 1, 36));
				});
			assertThat(TestWorkflow.runSource(engine, source.formatted(""), Claims.none()).status())
				.isEqualTo(Outcome.Status.FAILED);
			assertThat(TestWorkflow.runSource(engine, source.formatted("await early.catch(() => 1);"), Claims.none())
				.status()).isEqualTo(Outcome.Status.COMPLETED);
		}
	}

	@Test
	void aRejectionOfOneRunDoesNotFailTheNext() {
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults())) {
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, TestWorkflow
				.m2m("m2mTokenClaims<any>().a = 1; if (event.request.ip) Promise.reject(new Error('x'));")));
			List<Outcome.Status> statuses = IntStream.range(0, 6)
				.mapToObj((run) -> engine.run(engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(),
						(run % 2 == 0) ? TestWorkflow.event() : new Event(Map.of(), Map.of()),
						Claims.of(TokenType.M2M_TOKEN, Map.of())))
				.map(Outcome::status)
				.toList();
			assertThat(statuses).containsExactly(Outcome.Status.FAILED, Outcome.Status.COMPLETED, Outcome.Status.FAILED,
					Outcome.Status.COMPLETED, Outcome.Status.FAILED, Outcome.Status.COMPLETED);
		}
	}

}
