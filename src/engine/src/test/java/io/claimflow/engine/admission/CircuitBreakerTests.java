package io.claimflow.engine.admission;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import io.claimflow.Capacity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the suspension of workflows, on a clock that the test turns.
 */
class CircuitBreakerTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

	private final CircuitBreaker breaker = new CircuitBreaker(
			Capacity.builder().strikes(3).suspension(Duration.ofSeconds(10)).build(), this.now::get);

	@Test
	void strikesInARowSuspend() {
		strike(3);
		assertThat(this.breaker.admit()).isEmpty();
		assertThat(this.breaker.suspended()).contains(Duration.ofSeconds(10));
	}

	@Test
	void aRunThatEndsByItselfForgivesTheStrikes() {
		strike(2);
		run().ended();
		strike(2);
		assertThat(this.breaker.admit()).isPresent();
	}

	@Test
	void afterTheSuspensionOneRunMayTry() {
		strike(3);
		pass(Duration.ofSeconds(10));
		CircuitBreaker.Permit trial = run();
		assertThat(this.breaker.admit()).isEmpty();
		assertThat(this.breaker.suspended()).contains(Duration.ZERO);
		trial.ended();
		assertThat(this.breaker.suspended()).isEmpty();
		strike(2);
		assertThat(this.breaker.admit()).isPresent();
	}

	@Test
	void anAnswerWithoutARunForgivesStrikesAndIsNoTrial() {
		strike(2);
		run().answered();
		strike(2);
		assertThat(this.breaker.admit()).isPresent();
		strike(1);
		pass(Duration.ofSeconds(10));
		run().answered();
		run().struck();
		assertThat(this.breaker.suspended()).contains(Duration.ofSeconds(20));
	}

	@Test
	void eachFailedTrialDoublesTheSuspensionUpToFiveMinutes() {
		strike(3);
		for (int seconds : new int[] { 10, 20, 40, 80, 160, 300, 300 }) {
			assertThat(this.breaker.suspended()).contains(Duration.ofSeconds(seconds));
			pass(Duration.ofSeconds(seconds).minusNanos(1));
			assertThat(this.breaker.admit()).isEmpty();
			pass(Duration.ofNanos(1));
			run().struck();
		}
	}

	@Test
	void aTrialThatDoesNotBeginIsLeftToTheNextRun() {
		strike(3);
		pass(Duration.ofSeconds(10));
		run().unused();
		CircuitBreaker.Permit trial = run();
		assertThat(this.breaker.admit()).isEmpty();
		trial.struck();
		assertThat(this.breaker.suspended()).contains(Duration.ofSeconds(20));
	}

	@Test
	void runsThatBeganBeforeTheSuspensionDoNotEndIt() {
		CircuitBreaker.Permit early = run();
		CircuitBreaker.Permit struck = run();
		strike(3);
		early.ended();
		struck.struck();
		assertThat(this.breaker.suspended()).contains(Duration.ofSeconds(10));
	}

	@Test
	void aRunThatCannotBeStoppedSuspendsUntilItReturns() {
		CircuitBreaker.Permit stuck = run();
		stuck.abandoned();
		stuck.struck();
		assertThat(this.breaker.admit()).isEmpty();
		pass(Duration.ofHours(1));
		assertThat(this.breaker.suspended()).contains(Duration.ZERO);
		stuck.returned();
		assertThat(this.breaker.suspended()).isEmpty();
		assertThat(this.breaker.admit()).isPresent();
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	private void strike(int times) {
		for (int i = 0; i < times; i++) {
			run().struck();
		}
	}

	private CircuitBreaker.Permit run() {
		Optional<CircuitBreaker.Permit> permit = this.breaker.admit();
		return permit.orElseThrow();
	}

}
