package io.claimflow.engine.admission;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.claimflow.Capacity;

/**
 * Suspends a workflow whose runs are ended by limits one after the other: a circuit
 * breaker. After the suspension one run may try. While a run cannot be stopped, no other
 * begins.
 */
public final class CircuitBreaker {

	private final Capacity capacity;

	private final LongSupplier nanoTime;

	private int strikes;

	private int abandoned;

	/** In nanoseconds; zero unless the workflow is suspended or on trial. */
	private long suspension;

	private long suspendedAt;

	private boolean trial;

	CircuitBreaker(Capacity capacity, LongSupplier nanoTime) {
		this.capacity = capacity;
		this.nanoTime = nanoTime;
	}

	/** Lets a run begin, or nothing while the workflow is suspended. */
	public synchronized Optional<Permit> admit() {
		if (this.abandoned > 0 || this.trial || left() > 0) {
			return Optional.empty();
		}
		this.trial = this.suspension > 0;
		return Optional.of(new Permit(this.trial));
	}

	/**
	 * Whether the workflow is suspended, and for how long.
	 * @return the time left, zero while that depends on a run, or empty if runs may begin
	 */
	public synchronized Optional<Duration> suspended() {
		if (this.abandoned > 0 || this.trial) {
			return Optional.of(Duration.ZERO);
		}
		return (left() > 0) ? Optional.of(Duration.ofNanos(left())) : Optional.empty();
	}

	/** Whether a limit has ended a run, and none has ended by itself since. */
	public synchronized boolean isStruck() {
		return this.strikes > 0;
	}

	private long left() {
		return (this.suspension > 0) ? this.suspension - (this.nanoTime.getAsLong() - this.suspendedAt) : 0;
	}

	private void suspend() {
		long first = this.capacity.suspension().toNanos();
		long longest = Math.max(first, Capacity.LONGEST_SUSPENSION.toNanos());
		this.suspension = (this.suspension > 0) ? Math.min(2 * this.suspension, longest) : first;
		this.suspendedAt = this.nanoTime.getAsLong();
	}

	/**
	 * A permit for a run whose end changes nothing here, whether or not others may begin.
	 */
	public Permit bystander() {
		return new CircuitBreaker(this.capacity, this.nanoTime).new Permit(false);
	}

	/** A permit for one run, which says how it ended. */
	public final class Permit {

		private final boolean trial;

		private Permit(boolean trial) {
			this.trial = trial;
		}

		/** The run did not begin. */
		public void unused() {
			synchronized (CircuitBreaker.this) {
				if (this.trial) {
					CircuitBreaker.this.trial = false;
				}
			}
		}

		/** The run need not begin: it would end by itself, but it is no trial. */
		public void answered() {
			if (this.trial) {
				unused();
			}
			else {
				ended();
			}
		}

		/** The run has ended by itself. */
		public void ended() {
			synchronized (CircuitBreaker.this) {
				if (this.trial) {
					CircuitBreaker.this.trial = false;
					CircuitBreaker.this.suspension = 0;
				}
				if (CircuitBreaker.this.suspension == 0) {
					CircuitBreaker.this.strikes = 0;
				}
			}
		}

		/** A limit has ended the run. */
		public void struck() {
			synchronized (CircuitBreaker.this) {
				CircuitBreaker.this.strikes++;
				if (this.trial) {
					CircuitBreaker.this.trial = false;
					suspend();
				}
				else if (CircuitBreaker.this.suspension == 0
						&& CircuitBreaker.this.strikes >= CircuitBreaker.this.capacity.strikes()) {
					suspend();
				}
			}
		}

		/** The run cannot be stopped. It is struck too, and may return one day. */
		public void abandoned() {
			synchronized (CircuitBreaker.this) {
				CircuitBreaker.this.abandoned++;
			}
		}

		/** The run that could not be stopped has ended after all. */
		public void returned() {
			synchronized (CircuitBreaker.this) {
				CircuitBreaker.this.abandoned--;
			}
		}

	}

}
