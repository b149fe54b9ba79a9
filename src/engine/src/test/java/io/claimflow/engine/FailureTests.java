package io.claimflow.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FailureTests {

	private static final LiveEngine IMPATIENT = TestWorkflow
		.engine(Limits.builder().deadline(Duration.ofMillis(300)).allocatedBytes(Long.MAX_VALUE).build());

	private static final LiveEngine SMALL = TestWorkflow.engine(Limits.builder()
		.deadline(Duration.ofSeconds(20))
		.cpuTime(Duration.ofSeconds(20))
		.allocatedBytes(16 << 20)
		.stringLength(1 << 30)
		.build());

	@BeforeAll
	static void warmUp() {
		SMALL.warmUp(1);
	}

	@AfterAll
	static void close() {
		IMPATIENT.close();
		SMALL.close();
	}

	@Test
	void anErrorHasItsMessageAndAStackInTheAuthorsSource() {
		Outcome outcome = TestWorkflow.run("""
				  function inner(value: string): never {
				    throw new RangeError("bad " + value);
				  }
				  inner("luck");
				""");
		Failure failure = outcome.failure().orElseThrow();
		assertThat(outcome.status()).isEqualTo(Outcome.Status.FAILED);
		assertThat(failure.kind()).isEqualTo(Failure.Kind.EXCEPTION);
		assertThat(failure.message()).isEqualTo("RangeError: bad luck");
		assertThat(failure.stack()).extracting(Object::toString)
			.containsExactly("inner (" + TestWorkflow.FILE + ":9:11)", "run (" + TestWorkflow.FILE + ":11:3)");
	}

	@Test
	void aRejectionHasItsMessageAndPlace() {
		Outcome outcome = TestWorkflow.run("""
				  await Promise.resolve();
				  await Promise.all([Promise.resolve(1), (async () => { throw new Error("later"); })()]);
				""");
		assertThat(outcome.failure()).hasValueSatisfying((failure) -> {
			assertThat(failure.message()).isEqualTo("Error: later");
			assertThat(failure.location()).hasValueSatisfying((location) -> assertThat(location.line()).isEqualTo(9));
		});
	}

	@Test
	void anErrorInAnImportedModuleNamesThatModule() {
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults())) {
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, """
					import { fail } from "../lib/fail";
					export const workflowSettings = { id: "x", trigger: "m2m:token_generation" };
					export default async () => fail();
					""", "kindeSrc/environment/lib/fail.ts", """
					type Nothing = never;

					export const fail = (): Nothing => {
					  throw new Error("from afar");
					};
					"""));
			Outcome outcome = engine.run(engine.workflow(io.claimflow.Trigger.M2M_TOKEN_GENERATION).orElseThrow(),
					TestWorkflow.event(), Claims.none());
			assertThat(outcome.failure().orElseThrow().location().orElseThrow())
				.hasToString("kindeSrc/environment/lib/fail.ts:4:9");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "throw 'words'", "throw { toString() { throw 1 } }", "throw null", "throw undefined",
			"throw 5n", "throw Symbol('x')", "throw Object.create(null)", "throw new Proxy({}, {})",
			"throw { get message() { throw 1 }, get stack() { throw 2 } }", "null.x" })
	void whateverIsThrownIsAFailure(String code) {
		assertThat(TestWorkflow.run(code).failure())
			.hasValueSatisfying((failure) -> assertThat(failure.kind()).isEqualTo(Failure.Kind.EXCEPTION));
	}

	@Test
	void thrownTextIsTheMessage() {
		assertThat(TestWorkflow.run("throw 'words'").failure().orElseThrow().message()).isEqualTo("words");
	}

	@Test
	void aLongMessageIsCut() {
		Failure failure = TestWorkflow.run("throw new Error('x'.repeat(5e6))").failure().orElseThrow();
		assertThat(failure.kind()).isEqualTo(Failure.Kind.EXCEPTION);
		assertThat(failure.message()).startsWith("Error: xxx").hasSizeLessThan(2_100);
	}

	@Test
	void aFailedRunHasNoClaims() {
		Outcome outcome = TestWorkflow.run("m2mTokenClaims<any>().a = 1; throw new Error('x');");
		assertThat(outcome.effects()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "denyAccess('no')", "denyAccess('no'); throw new Error('x')",
			"denyAccess('no'); await new Promise(() => {})", "try { throw 1 } catch { denyAccess('no') }",
			"denyAccess('no'); kinde.m2mToken.setCustomClaim('x', 1n)", "denyAccess('no'); denyAccess('other')",
			"kinde.auth.denyAccess('no'); kinde.auth = undefined" })
	void aDenialWinsOverEverything(String code) {
		Outcome outcome = TestWorkflow.run("m2mTokenClaims<any>().a = 1;" + code);
		assertThat(outcome.status()).isEqualTo(Outcome.Status.DENIED);
		assertThat(outcome.effects()).containsExactly(new Effect.DenyAccess("no"));
	}

	@Test
	void codeAfterADenialRunsOn() {
		assertThat(TestWorkflow.run("denyAccess('no'); console.log('still here');").log()).hasSize(1);
	}

	@Test
	void aPromiseThatNothingSettlesIsAFailureAtOnce() {
		Outcome outcome = TestWorkflow.run("await new Promise(() => {});");
		assertThat(outcome.failure()).map(Failure::kind).contains(Failure.Kind.NEVER_SETTLES);
		assertThat(outcome.duration()).isLessThan(Duration.ofSeconds(15));
	}

	@ParameterizedTest
	@ValueSource(strings = { "for (;;);", "for (;;) await null;", "try { for (;;); } finally { for (;;); }",
			"const f = () => Promise.resolve().then(f); await f();", "[2, 1, 3].sort(() => { for (;;); });",
			"Object.defineProperty(kinde.m2mToken.getCustomClaims(), 'x', { enumerable: true, get() { for (;;); } });",
			"kinde.m2mToken.getCustomClaims().x = new Proxy({}, { ownKeys() { for (;;); } });",
			"kinde.m2mToken.getCustomClaims().x = { toJSON() { for (;;); } };", "await { then() { for (;;); } };",
			"const { proxy } = Proxy.revocable({}, {}); for (;;) { try { proxy.x } catch {} }" })
	void theDeadlineEndsWhateverRuns(String code) {
		Outcome outcome = TestWorkflow.runSource(IMPATIENT, TestWorkflow.m2m(code),
				Claims.of(TokenType.M2M_TOKEN, Map.of()));
		assertThat(outcome.failure()).hasValueSatisfying((failure) -> {
			assertThat(failure.kind()).isEqualTo(Failure.Kind.DEADLINE);
			assertThat(failure.message()).contains("300 ms");
		});
		assertThat(outcome.effects()).isEqualTo(List.of());
	}

	@ParameterizedTest
	@ValueSource(strings = { "const all: unknown[] = []; for (;;) all.push(new Array(1000).fill(1.5));",
			"for (;;) new Array(1000).fill(1.5);", "let text = 'x'; for (;;) text += 'x'.repeat(1000);",
			"const map = new Map(); for (let i = 0; ; i++) map.set(i, {});" })
	void aRunThatAllocatesTooMuchFails(String code) {
		Outcome outcome = TestWorkflow.runSource(SMALL, TestWorkflow.m2m(code),
				Claims.of(TokenType.M2M_TOKEN, Map.of()));
		assertThat(outcome.failure()).hasValueSatisfying((failure) -> {
			assertThat(failure.kind()).isEqualTo(Failure.Kind.MEMORY);
			assertThat(failure.message()).contains("16777216 bytes");
		});
	}

	@ParameterizedTest
	@CsvSource({ "DEADLINE,while (true) {}", "CPU_TIME,while (true) {}", "STATEMENTS,while (true) {}",
			"MEMORY,while (true) all.push(new Array(1000).fill(0.5));" })
	void whatALimitEndedHasAPlace(Failure.Kind kind, String loop) {
		Limits.Builder limits = Limits.builder().deadline(Duration.ofSeconds(20)).cpuTime(Duration.ofSeconds(20));
		switch (kind) {
			case DEADLINE -> limits.deadline(Duration.ofMillis(300)).statements(Long.MAX_VALUE);
			case CPU_TIME -> limits.cpuTime(Duration.ofMillis(100)).statements(Long.MAX_VALUE);
			case STATEMENTS -> limits.statements(10_000);
			default -> limits.allocatedBytes(16 << 20);
		}
		try (LiveEngine engine = TestWorkflow.engine(limits.build())) {
			Outcome outcome = TestWorkflow.runSource(engine, TestWorkflow.m2m("""
					const all: any[] = [];
					const spin = () => {
					  %s
					};
					await null;
					spin();
					""".formatted(loop)), Claims.of(TokenType.M2M_TOKEN, Map.of()));
			assertThat(outcome.failure()).hasValueSatisfying((failure) -> {
				assertThat(failure.kind()).isEqualTo(kind);
				assertThat(failure.location()).hasValueSatisfying((place) -> {
					assertThat(place.file()).isEqualTo(TestWorkflow.FILE);
					assertThat(place.line()).isEqualTo(10);
				});
				assertThat(failure.stack()).isNotEmpty();
				assertThat(failure.excerpt()).anyMatch((line) -> line.startsWith(">   10 | "));
				assertThat(failure.message()).contains("claimflow.limits.");
			});
		}
	}

	@Test
	void aLoopOnABusyMachineCanBeStoppedAndIsSaidToBeOne() throws Exception {
		ExecutorService busy = Executors.newFixedThreadPool(24);
		AtomicBoolean end = new AtomicBoolean();
		try (LiveEngine engine = TestWorkflow.engine(Limits.builder().deadline(Duration.ofMillis(100)).build())) {
			TestWorkflow.run("");
			for (int i = 0; i < 24; i++) {
				busy.execute(() -> {
					while (!end.get()) {
						Thread.onSpinWait();
					}
				});
			}
			for (int i = 0; i < 2; i++) {
				Outcome outcome = TestWorkflow.runSource(engine, TestWorkflow.m2m("while (true) {}"),
						Claims.of(TokenType.M2M_TOKEN, Map.of()));
				assertThat(outcome.failure()).hasValueSatisfying((failure) -> {
					assertThat(failure.kind()).isIn(Failure.Kind.DEADLINE, Failure.Kind.CPU_TIME);
					assertThat(failure.message()).doesNotContain("cannot be stopped");
				});
			}
		}
		finally {
			end.set(true);
			busy.shutdown();
		}
	}

	@Test
	void afterADeadlineTheNextRunIsFine() {
		try (LiveEngine engine = TestWorkflow.engine(Limits.builder().deadline(Duration.ofSeconds(1)).build())) {
			engine.warmUp(1);
			Claims before = Claims.of(TokenType.M2M_TOKEN, Map.of());
			TestWorkflow.runSource(engine, TestWorkflow.m2m("for (;;);"), before);
			assertThat(
					TestWorkflow.runSource(engine, TestWorkflow.m2m("m2mTokenClaims<any>().ok = 1;"), before).status())
				.isEqualTo(Outcome.Status.COMPLETED);
		}
	}

	@Test
	void endlessRecursionIsAnErrorOfTheWorkflow() {
		Outcome outcome = TestWorkflow.run("const f = (): any => f(); f();");
		assertThat(outcome.failure()).hasValueSatisfying(
				(failure) -> assertThat(failure.message()).contains("Maximum call stack size exceeded"));
	}

}
