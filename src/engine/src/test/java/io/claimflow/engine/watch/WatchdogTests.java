package io.claimflow.engine.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.claimflow.Capacity;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.engine.admission.PermitWait;
import io.claimflow.engine.admission.ProcessorShortage;
import io.claimflow.engine.admission.RunLengthHistory;
import io.claimflow.engine.realm.Realm;
import io.claimflow.engine.realm.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the watch over runs that compute for long, or may do so.
 */
class WatchdogTests {

	private final ExecutorService requests = Executors.newCachedThreadPool();

	@AfterEach
	void end() {
		this.requests.shutdown();
	}

	@Test
	void afterALongRunTheNextMayBeLong() {
		RunLengthHistory pace = new RunLengthHistory();
		pace.learn(true);
		Limits limits = limits().build();
		try (Sandbox sandbox = new Sandbox(limits); Watchdog watchdog = new Watchdog(capacity().longRuns(1).build())) {
			begin(sandbox, watchdog, limits, pace);
			assertThat(pace.isShort()).isFalse();
		}
	}

	private static WatchedRun run(RunLengthHistory pace) {
		return new WatchedRun("test", pace, new PermitWait(new ProcessorShortage(Capacity.defaults())), () -> false,
				false);
	}

	@Test
	void aRunThatIsHeldBackEndsWhenItHasWaitedForLong() {
		RunLengthHistory pace = new RunLengthHistory();
		Limits limits = limits().build();
		Capacity impatient = noLongOnes().pausedTime(Duration.ofNanos(1)).build();
		try (Sandbox sandbox = new Sandbox(limits); Watchdog watchdog = new Watchdog(impatient)) {
			try (Realm realm = new Realm(sandbox); Watchdog.Watch first = watchdog.watch(realm, limits, run(pace))) {
				first.begin();
				await(beginBeside(sandbox, watchdog, limits, pace));
				assertThat(pace.isShort()).isFalse();
			}
		}
	}

	private CompletableFuture<?> beginBeside(Sandbox sandbox, Watchdog watchdog, Limits limits, RunLengthHistory pace) {
		return CompletableFuture.runAsync(() -> begin(sandbox, watchdog, limits, pace), this.requests);
	}

	@Test
	void aRunThatIsHeldBackEndsWithItsEngine() {
		Limits limits = limits().build();
		try (Sandbox sandbox = new Sandbox(limits);
				Watchdog watchdog = new Watchdog(noLongOnes().build());
				Realm realm = new Realm(sandbox);
				Watchdog.Watch first = watchdog.watch(realm, limits, run(new RunLengthHistory()));
				Watchdog.Watch second = watchdog.watch(realm, limits, run(new RunLengthHistory()))) {
			watchdog.close();
			await(CompletableFuture.runAsync(second::begin, this.requests));
			first.begin();
			await(beginBeside(sandbox, watchdog, limits, new RunLengthHistory()));
		}
	}

	private static void begin(Sandbox sandbox, Watchdog watchdog, Limits limits, RunLengthHistory pace) {
		try (Realm realm = new Realm(sandbox); Watchdog.Watch watch = watchdog.watch(realm, limits, run(pace))) {
			watch.begin();
		}
	}

	@Test
	void theDeadlineDoesNotGoOnWhileARunWaitsForOthers() {
		PermitWait waits = new PermitWait(new ProcessorShortage(Capacity.defaults()));
		Limits limits = limits().deadline(Duration.ofMillis(20)).build();
		long start = System.nanoTime();
		waits.begin();
		try (Sandbox sandbox = new Sandbox(limits);
				Watchdog watchdog = new Watchdog(capacity().build());
				Realm realm = new Realm(sandbox);
				Watchdog.Watch watch = watchdog.watch(realm, limits,
						new WatchedRun("test", new RunLengthHistory(), waits, () -> false, false))) {
			await(() -> System.nanoTime() - start > Duration.ofMillis(100).toNanos());
			assertThat(watch.exceeded()).isEmpty();
			waits.end();
			await(() -> watch.exceeded().isPresent());
			assertThat(watch.exceeded()).map(Watchdog.Exceeded::kind).contains(Failure.Kind.DEADLINE);
		}
	}

	@Test
	void runsOfWorkflowsThatMeetNoLimitDoNotEndEachOther() {
		assertThat(endedOfFour(false)).isEmpty();
	}

	@Test
	void runsOfWorkflowsThatMeetLimitsShareTheirTime() {
		assertThat(endedOfFour(true)).isNotEmpty().allSatisfy((limit) -> {
			assertThat(limit.kind()).isEqualTo(Failure.Kind.CPU_TIME);
			assertThat(limit.message()).contains("500 ms", "together", "claimflow.limits.shared-cpu-time");
		});
	}

	/**
	 * The limits that end runs which compute for less than they may together, each alone,
	 * and for more in all.
	 * @param suspect whether a limit has ended a run of their workflow before
	 */
	private List<Watchdog.Exceeded> endedOfFour(boolean suspect) {
		Limits limits = limits().build();
		Capacity shared = capacity().longRuns(8).cpuTime(Duration.ofMillis(500)).build();
		CountDownLatch computed = new CountDownLatch(4);
		CountDownLatch end = new CountDownLatch(1);
		try (Sandbox sandbox = new Sandbox(limits); Watchdog watchdog = new Watchdog(shared)) {
			List<CompletableFuture<Optional<Watchdog.Exceeded>>> runs = Stream
				.generate(() -> CompletableFuture.supplyAsync(() -> {
					try (Realm realm = new Realm(sandbox);
							Watchdog.Watch watch = watchdog.watch(realm, limits, run(suspect))) {
						ThreadUse use = ThreadUse.ofCurrentThread();
						await(() -> use.cpuNanos() > Duration.ofMillis(200).toNanos() || watch.exceeded().isPresent());
						computed.countDown();
						end.await();
						return watch.exceeded();
					}
					catch (InterruptedException ex) {
						throw new IllegalStateException(ex);
					}
				}, this.requests))
				.limit(4)
				.toList();
			await(() -> computed.getCount() == 0);
			letLook(sandbox, watchdog);
			letLook(sandbox, watchdog);
			end.countDown();
			return runs.stream().flatMap((run) -> run.join().stream()).toList();
		}
	}

	/** Ends in a look of the watchdog's, which goes on then. */
	private static void letLook(Sandbox sandbox, Watchdog watchdog) {
		try (Realm realm = new Realm(sandbox);
				Watchdog.Watch watch = watchdog.watch(realm, limits().deadline(Duration.ofNanos(1)).build(),
						run(false))) {
			await(() -> watch.exceeded().isPresent());
		}
	}

	private static WatchedRun run(boolean suspect) {
		return new WatchedRun("test", new RunLengthHistory(),
				new PermitWait(new ProcessorShortage(Capacity.defaults())), () -> suspect, false);
	}

	private static void await(CompletableFuture<?> future) {
		await(future::isDone);
		future.join();
	}

	/** For what another thread does in a moment, but for three minutes at most. */
	private static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).isLessThan(end);
			Thread.onSpinWait();
		}
	}

	private static Limits.Builder limits() {
		return Limits.builder()
			.deadline(Duration.ofMinutes(1))
			.cpuTime(Duration.ofMinutes(1))
			.allocatedBytes(Long.MAX_VALUE);
	}

	/** Every run is a long one. */
	private static Capacity.Builder capacity() {
		return Capacity.builder()
			.longRunTime(Duration.ofNanos(1))
			.pausedTime(Duration.ofMinutes(1))
			.cpuTime(Duration.ofMinutes(1))
			.allocatedBytes(Long.MAX_VALUE);
	}

	/** No run becomes a long one: what takes turns may only be one. */
	private static Capacity.Builder noLongOnes() {
		return capacity().longRunTime(Duration.ofHours(1)).longRuns(1);
	}

}
