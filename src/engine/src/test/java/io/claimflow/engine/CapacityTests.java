package io.claimflow.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.claimflow.Capacity;
import io.claimflow.Effect;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what runs may take together, and for runs that cannot be stopped.
 */
class CapacityTests extends ConcurrentRuns {

	private static final String WAIT = "getEnvironmentVariable('GATE'); m2mTokenClaims<any>().ok = 1;";

	/**
	 * One operation, which takes seconds and does not look whether it was cancelled: the
	 * limit of these tests lets it begin.
	 */
	private static final String STUCK = "(globalThis as any).x = 3n ** 8000000n;";

	@Test
	void aRunForWhichTheQueueIsFullFailsAtOnce() {
		try (LiveEngine engine = engine(capacity(1, 0).queueTime(Duration.ofHours(1)), WAIT)) {
			CompletableFuture<Outcome> first = begin(engine);
			this.atTheGate.acquireUninterruptibly();
			assertThat(engine.status()).isEqualTo(new EngineLoad(1, 0, 0, 0));
			assertThat(run(engine).failure()).hasValueSatisfying((failure) -> {
				assertThat(failure.kind()).isEqualTo(Failure.Kind.OVERLOAD);
				assertThat(failure.message()).contains("0 runs are waiting", "claimflow.limits.queue-size");
			});
			this.gate.countDown();
			assertThat(first.join().status()).isEqualTo(Outcome.Status.COMPLETED);
			await(() -> engine.status().running() == 0);
			assertThat(run(engine).status()).isEqualTo(Outcome.Status.COMPLETED);
		}
	}

	@Test
	void aRunWaitsForAPlace() {
		try (LiveEngine engine = engine(capacity(1, 1).queueTime(Duration.ofHours(1)), WAIT)) {
			CompletableFuture<Outcome> first = begin(engine);
			this.atTheGate.acquireUninterruptibly();
			CompletableFuture<Outcome> second = begin(engine);
			await(() -> engine.status().queued() == 1);
			assertThat(run(engine).failure()).map(Failure::kind).contains(Failure.Kind.OVERLOAD);
			this.gate.countDown();
			assertThat(first.join().status()).isEqualTo(Outcome.Status.COMPLETED);
			assertThat(second.join().status()).isEqualTo(Outcome.Status.COMPLETED);
			await(() -> engine.status().equals(new EngineLoad(0, 0, 0, 0)));
		}
	}

	@Test
	void aRunDoesNotWaitForever() {
		try (LiveEngine engine = engine(capacity(1, 9).queueTime(Duration.ofMillis(1)), WAIT)) {
			begin(engine);
			this.atTheGate.acquireUninterruptibly();
			assertThat(run(engine).failure()).hasValueSatisfying((failure) -> {
				assertThat(failure.kind()).isEqualTo(Failure.Kind.OVERLOAD);
				assertThat(failure.message()).contains("queued for 1 ms", "claimflow.limits.concurrent-runs");
			});
		}
	}

	@Test
	void aRunDoesNotWaitForeverToCompute() {
		Capacity.Builder capacity = capacity(4, 9).computingRuns(1).queueTime(Duration.ofMillis(1));
		try (LiveEngine engine = engine(capacity, WAIT)) {
			begin(engine);
			this.atTheGate.acquireUninterruptibly();
			assertThat(run(engine).failure()).hasValueSatisfying((failure) -> {
				assertThat(failure.kind()).isEqualTo(Failure.Kind.OVERLOAD);
				assertThat(failure.message()).contains("queued for 1 ms", "claimflow.limits.computing-runs");
			});
		}
	}

	@Test
	void noWorkflowTakesAllPlaces() {
		try (LiveEngine engine = engine(capacity(4, 0), WAIT)) {
			List<CompletableFuture<Outcome>> runs = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				runs.add(begin(engine));
			}
			this.atTheGate.acquireUninterruptibly(3);
			assertThat(run(engine).failure()).map(Failure::kind).contains(Failure.Kind.OVERLOAD);
			assertThat(user(engine).status()).isEqualTo(Outcome.Status.COMPLETED);
		}
	}

	@Test
	void noMoreRunsOfAWorkflowComputeThanMay() {
		try (LiveEngine engine = engine(capacity(4, 1).computingRuns(1).queueTime(Duration.ofHours(1)), WAIT)) {
			CompletableFuture<Outcome> first = begin(engine);
			this.atTheGate.acquireUninterruptibly();
			CompletableFuture<Outcome> second = begin(engine);
			await(() -> engine.status().queued() == 1);
			assertThat(run(engine).failure()).map(Failure::kind).contains(Failure.Kind.OVERLOAD);
			assertThat(user(engine).status()).isEqualTo(Outcome.Status.COMPLETED);
			this.gate.countDown();
			assertThat(first.join().status()).isEqualTo(Outcome.Status.COMPLETED);
			assertThat(second.join().status()).isEqualTo(Outcome.Status.COMPLETED);
			await(() -> engine.status().equals(new EngineLoad(0, 0, 0, 0)));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "await new Promise((done) => setTimeout(done, 3_600_000));",
			"await Promise.all([1, 3_600_000].map((time) => new Promise((done) => setTimeout(done, time))));" })
	void aRunThatWaitsLetsAnotherCompute(String wait) {
		String waitsOnce = "if (getEnvironmentVariable('FIRST').value) " + wait;
		try (LiveEngine engine = engine(capacity(4, 4).computingRuns(1).queueTime(Duration.ofHours(1)), waitsOnce)) {
			begin(engine);
			this.atTheGate.acquireUninterruptibly();
			this.gate.countDown();
			assertThat(run(engine).status()).isEqualTo(Outcome.Status.COMPLETED);
			assertThat(run(engine).status()).isEqualTo(Outcome.Status.COMPLETED);
			assertThat(engine.status().running()).isPositive();
		}
	}

	@Test
	void aThreadThatIsInterruptedDoesNotWait() {
		try (LiveEngine engine = engine(capacity(1, 9).queueTime(Duration.ofHours(1)), WAIT)) {
			begin(engine);
			this.atTheGate.acquireUninterruptibly();
			Thread.currentThread().interrupt();
			Outcome outcome = run(engine);
			assertThat(Thread.interrupted()).isTrue();
			assertThat(outcome.failure()).map(Failure::message).contains("The request was interrupted");
			this.gate.countDown();
			await(() -> engine.status().equals(new EngineLoad(0, 0, 0, 0)));
		}
	}

	@Test
	void aRunThatCannotBeStoppedIsLeftBehind() {
		Limits limits = limits().deadline(Duration.ofMillis(500)).build();
		// On a busy machine the operation would end before the run is given up.
		Capacity.Builder capacity = capacity(4, 0).starvedTime(Duration.ofMillis(1));
		try (LiveEngine engine = engine(limits, capacity, "denyAccess('no');" + STUCK)) {
			engine.warmUp(1);
			Outcome outcome = run(engine);
			assertThat(outcome.failure()).hasValueSatisfying((failure) -> {
				assertThat(failure.kind()).isEqualTo(Failure.Kind.DEADLINE);
				assertThat(failure.message()).contains("cannot be stopped");
			});
			assertThat(outcome.effects()).containsExactly(new Effect.DenyAccess("no"));
			assertThat(engine.status()).isEqualTo(new EngineLoad(1, 0, 1, 0));
			assertThat(workflow(engine).suspended()).contains(Duration.ZERO);
			assertThat(run(engine).failure()).map(Failure::kind).contains(Failure.Kind.SUSPENDED);
			assertThat(user(engine).status()).isEqualTo(Outcome.Status.COMPLETED);
			await(() -> engine.status().equals(new EngineLoad(0, 0, 0, 0)));
			assertThat(workflow(engine).suspended()).isEmpty();
		}
	}

	@Test
	void aProjectThatCannotBeStoppedIsRefused() {
		try (LiveEngine engine = engine(limits().loadTime(Duration.ofMillis(500)).build(), capacity(4, 0), "")) {
			assertThat(TestWorkflow.problems(engine,
					TestWorkflow.project(TestWorkflow.FILE, STUCK + "\n" + TestWorkflow.m2m(""))))
				.singleElement()
				.satisfies((problem) -> assertThat(problem.message())
					.isEqualTo("The file was still being loaded after 500 ms (claimflow.limits.load-time)"));
			assertThat(engine.deployment().orElseThrow().number()).isEqualTo(1);
		}
	}

	@Test
	void aWorkflowThatKeepsMeetingLimitsIsSuspended() {
		try (LiveEngine engine = engine(limits().statements(10_000).build(),
				capacity(4, 0).strikes(2).suspension(Duration.ofHours(1)), "for (;;);")) {
			assertThat(run(engine).failure()).map(Failure::kind).contains(Failure.Kind.STATEMENTS);
			assertThat(run(engine).failure()).map(Failure::kind).contains(Failure.Kind.STATEMENTS);
			assertThat(run(engine).failure()).hasValueSatisfying((failure) -> {
				assertThat(failure.kind()).isEqualTo(Failure.Kind.SUSPENDED);
				assertThat(failure.message()).contains("kept meeting limits");
			});
			assertThat(user(engine).status()).isEqualTo(Outcome.Status.COMPLETED);
			deploy(engine, "m2mTokenClaims<any>().mended = 1;");
			assertThat(run(engine).status()).isEqualTo(Outcome.Status.COMPLETED);
		}
	}

	@Test
	void errorsOfTheWorkflowDoNotSuspendIt() {
		try (LiveEngine engine = engine(capacity(4, 0).strikes(1), "throw new Error('no');")) {
			for (int i = 0; i < 3; i++) {
				assertThat(run(engine).failure()).map(Failure::kind).contains(Failure.Kind.EXCEPTION);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "for (;;);", "for (;;) await null;", "try { for (;;); } finally { for (;;); }" })
	void aRunThatComputesTooLongIsEnded(String code) {
		Limits limits = limits().cpuTime(Duration.ofMillis(200)).build();
		try (LiveEngine engine = engine(limits, capacity(4, 0), code)) {
			assertThat(run(engine).failure()).hasValueSatisfying((failure) -> {
				assertThat(failure.kind()).isEqualTo(Failure.Kind.CPU_TIME);
				assertThat(failure.message()).contains("200 ms");
			});
		}
	}

	@Test
	void waitingIsNotComputing() {
		Limits limits = limits().deadline(Duration.ofSeconds(2)).cpuTime(Duration.ofMillis(1500)).build();
		try (LiveEngine engine = engine(limits, capacity(4, 0).strikes(1), WAIT)) {
			engine.warmUp(1);
			assertThat(run(engine).failure()).map(Failure::kind).contains(Failure.Kind.DEADLINE);
			await(() -> engine.status().equals(new EngineLoad(1, 0, 1, 0)) || engine.status().running() == 0);
		}
	}

	@Test
	void theRunThatComputedLongestIsEndedWhenAllComputeTooLong() {
		try (LiveEngine engine = engine(limits().build(), capacity(4, 0).cpuTime(Duration.ofMillis(200)),
				"for (;;);")) {
			assertThat(run(engine).failure()).hasValueSatisfying((failure) -> {
				assertThat(failure.kind()).isEqualTo(Failure.Kind.CPU_TIME);
				assertThat(failure.message()).contains("200 ms", "together");
			});
		}
	}

	@Test
	void theRunThatAllocatedMostIsEndedWhenAllAllocateTooMuch() {
		try (LiveEngine engine = engine(limits().build(), capacity(4, 0).allocatedBytes(64 << 20),
				"const all: any[] = []; for (;;) all.push(new Array(1000).fill(0.5));")) {
			assertThat(run(engine).failure()).hasValueSatisfying((failure) -> {
				assertThat(failure.kind()).isEqualTo(Failure.Kind.MEMORY);
				assertThat(failure.message()).contains("67108864 bytes", "together");
			});
		}
	}

	@Test
	void aRunExecutesNoMoreThanItsStatements() {
		try (LiveEngine engine = engine(limits().statements(10_000).build(), capacity(4, 0),
				"let n = 0; for (let i = 0; i < 2_000; i++) n += i;")) {
			assertThat(run(engine).status()).isEqualTo(Outcome.Status.COMPLETED);
			deploy(engine, "try { for (;;) {} } catch {} finally { for (;;) {} }");
			assertThat(run(engine).failure()).hasValueSatisfying((failure) -> {
				assertThat(failure.kind()).isEqualTo(Failure.Kind.STATEMENTS);
				assertThat(failure.message()).contains("10000 statements");
			});
		}
	}

	@Test
	void aFileThatExecutesTooManyStatementsWhileItIsLoadedIsRefused() {
		try (LiveEngine engine = engine(limits().statements(10_000).build(), capacity(4, 0), "")) {
			assertThat(TestWorkflow.problems(engine,
					TestWorkflow.project(TestWorkflow.FILE, "for (;;) {}\n" + TestWorkflow.m2m(""))))
				.singleElement()
				.satisfies((problem) -> assertThat(problem.message()).isEqualTo(
						"The file executed more than 10000 statements while it was loaded (claimflow.limits.statements)"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "'x'.repeat(5000)", "'x'.padStart(5000)", "let s = 'x'; for (;;) s += s;",
			"Array(5000).join('x')", "new Uint8Array(5000)", "new Float64Array(5000)",
			"JSON.stringify(Array(5000).fill(1))", "String.raw({ raw: Array(5000).fill('x') })" })
	void stringsAndTypedArraysHaveALimit(String code) {
		try (LiveEngine engine = engine(limits().stringLength(4096).build(), capacity(4, 0), code)) {
			assertThat(run(engine).failure()).hasValueSatisfying((failure) -> {
				assertThat(failure.kind()).isEqualTo(Failure.Kind.EXCEPTION);
				assertThat(failure.message()).startsWith("RangeError: Invalid");
			});
		}
	}

	@Test
	void theStackHasALimit() {
		String code = "let n = 0; const f = (): any => { n++; f(); }; try { f(); } catch {} m2mTokenClaims<any>().n = n;";
		assertThat(depth(256 * 1024, code)).isLessThan(depth(4 * 1024 * 1024, code));
	}

	private int depth(int stackBytes, String code) {
		try (LiveEngine engine = engine(limits().stackBytes(stackBytes).build(), capacity(4, 0), code)) {
			return (int) TestWorkflow.set(run(engine)).get("n");
		}
	}

	private static Limits.Builder limits() {
		return Limits.builder()
			.deadline(Duration.ofMinutes(1))
			.cpuTime(Duration.ofMinutes(1))
			.loadTime(Duration.ofMinutes(1))
			.allocatedBytes(Long.MAX_VALUE)
			.bigintBits(Integer.MAX_VALUE)
			.statements(Long.MAX_VALUE);
	}

	private static Capacity.Builder capacity(int concurrentRuns, int queueSize) {
		return Capacity.builder()
			.concurrentRuns(concurrentRuns)
			.computingRuns(concurrentRuns)
			.queueSize(queueSize)
			.outcomeCacheSize(0)
			.cpuTime(Duration.ofMinutes(1))
			.allocatedBytes(Long.MAX_VALUE);
	}

	private LiveEngine engine(Capacity.Builder capacity, String code) {
		return engine(limits().build(), capacity, code);
	}

	private CompletableFuture<Outcome> begin(LiveEngine engine) {
		return CompletableFuture.supplyAsync(() -> run(engine), this.requests);
	}

}
