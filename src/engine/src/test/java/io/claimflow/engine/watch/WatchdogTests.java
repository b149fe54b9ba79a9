package io.claimflow.engine.watch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

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
		return new WatchedRun("test", pace, new PermitWait(new ProcessorShortage(Capacity.defaults())), false);
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
		Limits limits = limits().deadline(Duration.ofMillis(100)).build();
		long start = System.nanoTime();
		waits.begin();
		try (Sandbox sandbox = new Sandbox(limits);
				Watchdog watchdog = new Watchdog(capacity().build());
				Realm realm = new Realm(sandbox);
				Watchdog.Watch watch = watchdog.watch(realm, limits,
						new WatchedRun("test", new RunLengthHistory(), waits, false))) {
			await(() -> System.nanoTime() - start > Duration.ofMillis(400).toNanos());
			assertThat(watch.exceeded()).isEmpty();
			waits.end();
			await(() -> watch.exceeded().isPresent());
			assertThat(watch.exceeded()).map(Watchdog.Exceeded::kind).contains(Failure.Kind.DEADLINE);
		}
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
