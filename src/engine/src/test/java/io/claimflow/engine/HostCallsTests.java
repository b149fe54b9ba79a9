package io.claimflow.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.claimflow.Capacity;
import io.claimflow.engine.admission.ComputePermit;
import io.claimflow.engine.admission.PermitWait;
import io.claimflow.engine.admission.ProcessorShortage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the waits of a run.
 */
class HostCallsTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final PermitWait wait = new PermitWait(
			new ProcessorShortage(Capacity.builder().starvedTime(MINUTE).build()));

	private HostCalls calls(Duration deadline) {
		return new HostCalls(1, deadline, new ComputePermit(new Semaphore(1)), this.wait, Duration.ZERO);
	}

	/** Gives up at the end of its time; the machine gets busy meanwhile. */
	private Boolean answer(Duration time) {
		try {
			return new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.wait.addProcessorWait(MINUTE.toNanos());
		}
	}

	@Test
	void theDeadlineStaysThatEndedAWait() {
		try (HostCalls calls = calls(Duration.ofMillis(20))) {
			assertThat(calls.waiting(MINUTE, this::answer)).isFalse();
			assertThat(calls.timeLeft()).isZero();
			Duration next = calls.waiting(MINUTE, (time) -> time);
			assertThat(next).as("the time of the next wait").isZero();
		}
	}

	@Test
	void aWaitThatEndsBeforeTheDeadlineLeavesTheRestOfIt() {
		try (HostCalls calls = calls(MINUTE)) {
			assertThat(calls.waiting(Duration.ofMillis(20), this::answer)).isFalse();
			assertThat(calls.timeLeft()).isGreaterThan(MINUTE);
		}
	}

}
