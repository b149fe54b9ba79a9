package io.claimflow.engine.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.claimflow.Capacity;
import io.claimflow.Limits;
import io.claimflow.engine.admission.PermitWait;
import io.claimflow.engine.admission.ProcessorShortage;
import io.claimflow.engine.admission.RunLengthHistory;
import io.claimflow.engine.realm.Realm;
import io.claimflow.engine.realm.Sandbox;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for which of several long runs goes on.
 */
class LongRunSchedulerTests {

	private static final Capacity CAPACITY = Capacity.builder().longRuns(1).cpuTime(Duration.ofSeconds(2)).build();

	private final ProcessorShortage shortage = new ProcessorShortage(CAPACITY);

	private final Map<String, RunLengthHistory> histories = new HashMap<>();

	@Test
	void ofAWorkflowTheRunGoesOnThatBeganFirst() {
		assertThat(firstGoesOn("one", "one", 1400)).isTrue();
	}

	@Test
	void aRunThatHasComputedForLongLetsOthersOfItsWorkflowGoOn() {
		assertThat(firstGoesOn("one", "one", 1600)).isFalse();
	}

	@Test
	void ofTwoWorkflowsTheRunGoesOnThatHasComputedLeast() {
		assertThat(firstGoesOn("one", "two", 20)).isFalse();
	}

	/** Whether the first of two runs goes on, of which the second has computed 10 ms. */
	private boolean firstGoesOn(String first, String second, long millis) {
		LongRunScheduler scheduler = new LongRunScheduler(CAPACITY, this.shortage);
		try (Sandbox sandbox = new Sandbox(Limits.defaults()); Realm realm = new Realm(sandbox)) {
			LongRunScheduler.Slice one = scheduler.enter(realm.safepoints(), run(first));
			LongRunScheduler.Slice two = scheduler.enter(realm.safepoints(), run(second));
			scheduler.schedule(Map.of(one, Duration.ofMillis(millis).toNanos(), two, Duration.ofMillis(10).toNanos()));
			boolean goesOn = one.leave(0, false);
			assertThat(two.leave(0, false)).isNotEqualTo(goesOn);
			return goesOn;
		}
	}

	private WatchedRun run(String workflow) {
		return new WatchedRun(workflow, this.histories.computeIfAbsent(workflow, (id) -> new RunLengthHistory()),
				new PermitWait(this.shortage), () -> false, false);
	}

}
