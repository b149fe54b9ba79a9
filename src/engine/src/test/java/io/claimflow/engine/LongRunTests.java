package io.claimflow.engine;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.claimflow.Capacity;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.engine.realm.RealmPool;
import io.claimflow.engine.realm.Sandbox;
import io.claimflow.engine.watch.Watchdog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for runs that compute for long beside each other.
 */
class LongRunTests extends ConcurrentRuns {

	private static final String LOOP = "for (;;);";

	/** In a microtask, in a callback of the engine's, and after an exception. */
	private static final String LOOPS = """
			const work = () => { let n = 0; for (let i = 0; i < 100_000; i++) n += i; return n; };
			await null;
			[3, 1, 2].sort(() => work());
			try { throw new Error("no"); } catch { work(); } finally { work(); }
			m2mTokenClaims<any>().n = work();
			""";

	private static final String COMPUTES = "let n = 0; for (let i = 0; i < 200_000; i++) n += i;"
			+ " m2mTokenClaims<any>().n = n;";

	@ParameterizedTest
	@CsvSource({ "1, PT0.000000001S", "2, PT0.000000001S", "1, PT1H" })
	void noMoreRunsComputeThanMayThatAreLongOrMayBe(int longRuns, Duration longRunTime) {
		LiveEngine engine = engine(limits().build(), capacity().longRuns(longRuns).longRunTime(longRunTime), LOOP);
		List<CompletableFuture<Outcome>> runs = begin(engine, 4);
		await(() -> held().size() == 4 - longRuns);
		assertThat(held(true)).allSatisfy((thread) -> {
			assertThat(thread.getLockedMonitors()).isEmpty();
			assertThat(thread.getLockedSynchronizers()).extracting(LockInfo::getClassName)
				.containsOnly("java.util.concurrent.ThreadPoolExecutor$Worker");
		});
		assertThat(user(engine).status()).isEqualTo(Outcome.Status.COMPLETED);
		engine.close();
		assertThat(runs)
			.allSatisfy((run) -> assertThat(run.join().failure()).map(Failure::kind).contains(Failure.Kind.INTERNAL));
	}

	@Test
	void onceOneRunWasShortTheNextDoNotWait() {
		Limits limits = limits().deadline(Duration.ofSeconds(1)).build();
		try (LiveEngine engine = engine(limits, noLongOnes(), "if (!getEnvironmentVariable('FIRST').value) " + LOOP)) {
			assertThat(run(engine).status()).isEqualTo(Outcome.Status.COMPLETED);
			assertThat(begin(engine, 4))
				.allSatisfy((run) -> assertThat(run.join().failure()).hasValueSatisfying((failure) -> {
					assertThat(failure.kind()).isEqualTo(Failure.Kind.DEADLINE);
					assertThat(failure.message()).doesNotContain("other long runs");
				}));
		}
	}

	@Test
	void filesAreLoadedWithoutTurns() {
		String loads = "let n = 0;\nfor (let i = 0; i < 1_000_000; i++) n += i;\n";
		LiveEngine engine = engine(limits().build(), capacity().longRuns(1), LOOP);
		List<CompletableFuture<Outcome>> runs = begin(engine, 4);
		await(() -> held().size() == 3);
		CompletableFuture<?> deployment = CompletableFuture.runAsync(() -> TestWorkflow.deploy(engine,
				TestWorkflow.project(TestWorkflow.FILE, loads + TestWorkflow.m2m("m2mTokenClaims<any>().n = n;"))),
				this.requests);
		await(() -> {
			assertThat(held()).allSatisfy((thread) -> assertThat(thread.getStackTrace())
				.noneMatch((frame) -> frame.getClassName().equals(WorkflowLoader.class.getName())));
			return deployment.isDone();
		});
		deployment.join();
		assertThat(TestWorkflow.set(run(engine))).containsEntry("n", 499999500000L);
		engine.close();
		assertThat(runs)
			.allSatisfy((run) -> assertThat(run.join().failure()).map(Failure::kind).contains(Failure.Kind.INTERNAL));
	}

	@Test
	void longRunsAllEnd() {
		try (LiveEngine engine = engine(limits().build(), capacity().longRuns(1), LOOPS)) {
			assertThat(begin(engine, 4)).allSatisfy((run) -> {
				assertThat(run.join().status()).isEqualTo(Outcome.Status.COMPLETED);
				assertThat(TestWorkflow.set(run.join())).containsEntry("n", 4999950000L);
			});
		}
	}

	@Test
	void theWarmUpYieldsToRuns() {
		Capacity.Builder impatient = capacity().longRuns(1).pausedTime(Duration.ofMillis(1));
		try (LiveEngine engine = engine(limits().build(), impatient, LOOPS)) {
			CompletableFuture<Boolean> warmUp = CompletableFuture.supplyAsync(() -> engine.warmUp(30), this.requests);
			for (int i = 0; i < 5 || !warmUp.isDone(); i++) {
				assertThat(run(engine).failure()).isEmpty();
				await(() -> engine.status().running() == 0);
			}
			assertThat(warmUp.join()).isTrue();
		}
	}

	@Test
	void runsThatAreHeldForLongEndAndSayWhoComputed() {
		Capacity.Builder impatient = capacity().longRuns(1).pausedTime(Duration.ofMillis(500));
		try (LiveEngine engine = engine(limits().build(), impatient, LOOP)) {
			List<CompletableFuture<Outcome>> runs = begin(engine, 4);
			await(() -> runs.stream().filter(CompletableFuture::isDone).count() >= 3);
			assertThat(runs).filteredOn(CompletableFuture::isDone)
				.allSatisfy((run) -> assertThat(run.join().failure()).hasValueSatisfying((failure) -> {
					assertThat(failure.kind()).isEqualTo(Failure.Kind.DEADLINE);
					assertThat(failure.message()).contains("500 ms", "long runs of 'test'",
							"claimflow.limits.paused-time", "claimflow.limits.long-runs");
				}));
			engine.close();
			runs.forEach(CompletableFuture::join);
			await(() -> engine.status().equals(new EngineLoad(0, 0, 0, 0)));
			assertThat(held()).isEmpty();
		}
	}

	@Test
	void timeWithoutAProcessorIsNotTheRuns() {
		Duration alone = alone();
		Limits limits = limits().deadline(alone.multipliedBy(4)).build();
		try (LiveEngine engine = engine(limits, capacity().pausedTime(Duration.ofMillis(1)), COMPUTES)) {
			assertThat(starved(() -> run(engine)).failure()).isEmpty();
		}
	}

	@Test
	void runsThatWaitForEachOtherWithoutAProcessorAllEnd() {
		Duration alone = alone();
		Capacity.Builder capacity = capacity().longRuns(1)
			.computingRuns(2)
			.pausedTime(alone.multipliedBy(8))
			.queueTime(alone.multipliedBy(8));
		try (LiveEngine engine = engine(limits().build(), capacity, COMPUTES)) {
			List<Outcome> outcomes = starved(() -> begin(engine, 3).stream().map(CompletableFuture::join).toList());
			assertThat(outcomes).allSatisfy((outcome) -> assertThat(outcome.failure()).isEmpty());
		}
	}

	/** It computes for long enough to be a strike if it had had a processor. */
	@Test
	void aRunThatLacksAProcessorForTooLongEndsAndIsNoStrike() {
		Limits limits = limits().deadline(Duration.ofSeconds(2)).build();
		Capacity.Builder impatient = capacity().starvedTime(Duration.ofMillis(1)).strikes(1);
		try (LiveEngine engine = engine(limits, impatient, LOOP)) {
			assertThat(starved(2, () -> run(engine)).failure()).hasValueSatisfying((failure) -> {
				assertThat(failure.kind()).isEqualTo(Failure.Kind.DEADLINE);
				assertThat(failure.message()).contains("had no processor", "claimflow.limits.starved-time");
			});
			assertThat(workflow(engine).suspended()).isEmpty();
		}
	}

	@Test
	void timeWithoutAProcessorIsNotThatOfALoad() {
		Limits limits = limits().loadTime(cold().multipliedBy(3)).build();
		try (LiveEngine engine = engine(limits, capacity(), "")) {
			String loads = "let n = 0;\nfor (let i = 0; i < 200_000; i++) n += i;\n";
			starved(() -> TestWorkflow.deploy(engine,
					TestWorkflow.project(TestWorkflow.FILE, loads + TestWorkflow.m2m("m2mTokenClaims<any>().n = n;"))));
			assertThat(TestWorkflow.set(run(engine))).containsEntry("n", 19999900000L);
		}
	}

	@Test
	void afterARunMetALimitThoseOfItsWorkflowShareTheirTime() {
		Duration shared = Duration.ofMillis(400);
		Capacity.Builder capacity = capacity().longRuns(4).cpuTime(shared).strikes(100);
		try (LiveEngine engine = engine(limits().build(), capacity, LOOP)) {
			assertThat(run(engine).failure()).map(Failure::kind).contains(Failure.Kind.CPU_TIME);
			List<Outcome> outcomes = begin(engine, 4).stream().map(CompletableFuture::join).toList();
			assertThat(outcomes).allSatisfy(
					(outcome) -> assertThat(outcome.failure()).map(Failure::kind).contains(Failure.Kind.CPU_TIME));
			assertThat(outcomes).anySatisfy((outcome) -> assertThat(outcome.cpuTime()).isLessThan(shared));
		}
	}

	@Test
	void aRunThatIsNotLetBeginSaysWhoComputes() {
		Capacity.Builder impatient = capacity().computingRuns(1).queueTime(Duration.ofMillis(1));
		LiveEngine engine = engine(limits().build(), impatient, "getEnvironmentVariable('FIRST');" + LOOP);
		List<CompletableFuture<Outcome>> runs = begin(engine, 1);
		this.atTheGate.acquireUninterruptibly();
		assertThat(run(engine).failure()).hasValueSatisfying((failure) -> {
			assertThat(failure.kind()).isEqualTo(Failure.Kind.OVERLOAD);
			assertThat(failure.message()).endsWith("; meanwhile long runs of 'test' compute");
		});
		engine.close();
		runs.forEach(CompletableFuture::join);
	}

	/** The time that it computes, once the virtual machine knows the work. */
	private Duration alone() {
		try (LiveEngine engine = engine(limits().build(), capacity().outcomeCacheSize(0), COMPUTES)) {
			run(engine);
			run(engine);
			return run(engine).cpuTime();
		}
	}

	/** The time that it computes when nobody knows it. */
	private Duration cold() {
		try (LiveEngine engine = engine(limits().build(), capacity(), COMPUTES)) {
			return run(engine).cpuTime();
		}
	}

	/** Does work while other threads want the processors, too. */
	private static <T> T starved(Supplier<T> work) {
		return starved(8, work);
	}

	private static <T> T starved(int threadsPerProcessor, Supplier<T> work) {
		List<Thread> spinning = Stream.generate(() -> new Thread(LongRunTests::spin))
			.limit((long) threadsPerProcessor * Runtime.getRuntime().availableProcessors())
			.toList();
		spinning.forEach(Thread::start);
		try {
			return work.get();
		}
		finally {
			spinning.forEach(Thread::interrupt);
		}
	}

	private static void spin() {
		while (!Thread.currentThread().isInterrupted()) {
			Thread.onSpinWait();
		}
	}

	@Test
	void toBeHeldIsNotToCompute() {
		Limits.Builder limits = limits().cpuTime(Duration.ofMillis(500));
		try (LiveEngine engine = engine(limits.build(), capacity().longRuns(1), LOOP)) {
			assertThat(begin(engine, 4)).allSatisfy((run) -> {
				assertThat(run.join().failure()).map(Failure::kind).contains(Failure.Kind.CPU_TIME);
				assertThat(run.join().duration()).isGreaterThan(Duration.ofMillis(500));
			});
		}
	}

	@Test
	void runsThatAreHeldUntilTheirDeadlineAreStrikes() {
		Limits limits = limits().deadline(Duration.ofMillis(500)).build();
		try (LiveEngine engine = engine(limits().build(), capacity(), LOOP);
				Sandbox sandbox = new Sandbox(limits);
				Watchdog watchdog = new Watchdog(capacity().longRuns(1).pausedTime(Duration.ofMillis(500)).build())) {
			RunTerms terms = new RunTerms(new RealmPool(sandbox, 8), watchdog, limits, HostServices.NONE);
			DeployedWorkflow workflow = engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow();
			assertThat(times(8, () -> struck(terms, workflow))).allSatisfy((run) -> assertThat(run.join()).isTrue());
		}
	}

	private static boolean struck(RunTerms terms, DeployedWorkflow workflow) {
		AtomicBoolean struck = new AtomicBoolean();
		new Run(terms, workflow, TestWorkflow.event(), NO_CLAIMS).work((ended) -> struck.set(ended.struck()));
		return struck.get();
	}

	@Test
	void aRunThatWaitsLetsALongOneGoOn() {
		String waits = "if (getEnvironmentVariable('FIRST').value) getEnvironmentVariable('GATE');" + LOOPS;
		try (LiveEngine engine = engine(limits().build(), capacity().longRuns(1), waits)) {
			CompletableFuture<Outcome> first = begin(engine, 1).get(0);
			this.atTheGate.acquireUninterruptibly();
			assertThat(begin(engine, 2))
				.allSatisfy((run) -> assertThat(run.join().status()).isEqualTo(Outcome.Status.COMPLETED));
			assertThat(first).isNotDone();
			this.gate.countDown();
			assertThat(first.join().status()).isEqualTo(Outcome.Status.COMPLETED);
		}
	}

	/** The threads that wait since others compute. */
	private static List<ThreadInfo> held() {
		return held(false);
	}

	/** To find locks takes a look at the whole heap, in which nothing else goes on. */
	private static List<ThreadInfo> held(boolean withLocks) {
		return Stream.of(ManagementFactory.getThreadMXBean().dumpAllThreads(withLocks, withLocks))
			.filter((thread) -> thread.getThreadState() == Thread.State.WAITING)
			.filter((thread) -> Arrays.stream(thread.getStackTrace())
				.anyMatch((frame) -> frame.getClassName().equals("io.claimflow.engine.watch.ThreadPause")))
			.toList();
	}

	private static Limits.Builder limits() {
		return Limits.builder()
			.deadline(Duration.ofMinutes(1))
			.cpuTime(Duration.ofMinutes(1))
			.loadTime(Duration.ofMinutes(1))
			.allocatedBytes(Long.MAX_VALUE)
			.statements(Long.MAX_VALUE);
	}

	/** Every run is a long one. */
	private static Capacity.Builder capacity() {
		return Capacity.builder()
			.concurrentRuns(64)
			.computingRuns(48)
			.longRunTime(Duration.ofNanos(1))
			.pausedTime(Duration.ofMinutes(1))
			.starvedTime(Duration.ofMinutes(10))
			.cpuTime(Duration.ofMinutes(1))
			.allocatedBytes(Long.MAX_VALUE);
	}

	/** No run becomes a long one: what takes turns may only be one. */
	private static Capacity.Builder noLongOnes() {
		return capacity().longRunTime(Duration.ofHours(1)).longRuns(1);
	}

	private List<CompletableFuture<Outcome>> begin(LiveEngine engine, int number) {
		return times(number, () -> run(engine));
	}

	private <T> List<CompletableFuture<T>> times(int number, Supplier<T> work) {
		return Stream.generate(() -> CompletableFuture.supplyAsync(work, this.requests)).limit(number).toList();
	}

}
