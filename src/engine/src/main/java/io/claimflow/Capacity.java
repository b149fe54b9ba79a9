package io.claimflow;

import java.time.Duration;

/**
 * What all runs of an engine may take together, and what happens to a workflow that asks
 * for too much again and again.
 *
 * @param concurrentRuns the runs that go on at the same time; three quarters of them may
 * be of one workflow
 * @param computingRuns the runs of one workflow that compute at the same time; those that
 * wait for another system do not count
 * @param longRuns the runs of all workflows that compute at the same time after
 * {@code longRunTime}, or may do so since the last run of their workflow did or none has
 * ended yet; the others take turns with them
 * @param longRunTime the time that a run may compute before that
 * @param queueSize the runs that wait until they may begin; further ones fail at once
 * @param queueTime the time that a run waits until it may begin
 * @param pausedTime the time for which a run that has begun may wait, in all, until it
 * may compute, since other runs do; its deadline does not go on meanwhile
 * @param starvedTime the time, in all, for which a run's deadline and its waits stand
 * still since the server gets no processor for its runs
 * @param preparedRealms the sets of JavaScript globals that are made ahead of runs, eight
 * for a workflow on average
 * @param runsPerRealm the runs that one of them serves, one after the other and if
 * nothing of one can be left for the next; 1 makes a new one for each run
 * @param outcomeCacheSize the outcomes of a workflow that are cached, where they follow
 * from the event alone; with 0, each run is made
 * @param cpuTime the time that a run may have computed, and that the runs under way may
 * have in all of workflows of which a limit has ended a run, and none has ended by itself
 * since; beyond it, the one that computed most is ended
 * @param allocatedBytes the memory that the runs under way may hold in all, in bytes;
 * beyond it, the one that holds most is ended
 * @param strikes the runs of a workflow that are ended by a limit, one after the other,
 * until it is suspended
 * @param suspension the time for which it is suspended; then one run may try, and the
 * time doubles if that one is ended by a limit too, up to {@link #LONGEST_SUSPENSION}
 */
public record Capacity(int concurrentRuns, int computingRuns, int longRuns, Duration longRunTime, int queueSize,
		Duration queueTime, Duration pausedTime, Duration starvedTime, int preparedRealms, int runsPerRealm,
		int outcomeCacheSize, Duration cpuTime, long allocatedBytes, int strikes, Duration suspension) {

	/** The longest time for which a workflow is suspended at a time. */
	public static final Duration LONGEST_SUSPENSION = Duration.ofMinutes(5);

	private static final Capacity DEFAULTS = builder().build();

	public Capacity {
		Limits.positive(concurrentRuns, "concurrentRuns");
		Limits.positive(computingRuns, "computingRuns");
		Limits.positive(longRuns, "longRuns");
		Limits.positive(longRunTime.toNanos(), "longRunTime");
		Limits.notNegative(queueSize, "queueSize");
		Limits.positive(queueTime.toNanos(), "queueTime");
		Limits.positive(pausedTime.toNanos(), "pausedTime");
		Limits.positive(starvedTime.toNanos(), "starvedTime");
		Limits.notNegative(preparedRealms, "preparedRealms");
		Limits.positive(runsPerRealm, "runsPerRealm");
		Limits.notNegative(outcomeCacheSize, "outcomeCacheSize");
		Limits.positive(cpuTime.toNanos(), "cpuTime");
		Limits.positive(allocatedBytes, "allocatedBytes");
		Limits.positive(strikes, "strikes");
		Limits.positive(suspension.toNanos(), "suspension");
	}

	/**
	 * The capacity where nothing else is said. The memory is a quarter of the heap; as
	 * many runs of a workflow compute as there are processors, but at least two; and as
	 * many long ones as half of the processors, but at least one.
	 */
	public static Capacity defaults() {
		return DEFAULTS;
	}

	/** Begins with the defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** Builds a capacity; each part is the default until it is set. */
	public static final class Builder {

		private int concurrentRuns = 64;

		private int computingRuns = Math.max(2, Runtime.getRuntime().availableProcessors());

		private int longRuns = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

		private Duration longRunTime = Duration.ofMillis(10);

		private int queueSize = 64;

		private Duration queueTime = Duration.ofSeconds(5);

		private Duration pausedTime = Duration.ofSeconds(3);

		private Duration starvedTime = Duration.ofSeconds(30);

		private int preparedRealms = 128;

		private int runsPerRealm = 10_000;

		private int outcomeCacheSize = 1000;

		private Duration cpuTime = Duration.ofSeconds(2);

		private long allocatedBytes = Runtime.getRuntime().maxMemory() / 4;

		private int strikes = 5;

		private Duration suspension = Duration.ofSeconds(10);

		private Builder() {
		}

		/** See {@link Capacity#concurrentRuns()}. */
		public Builder concurrentRuns(int concurrentRuns) {
			this.concurrentRuns = concurrentRuns;
			return this;
		}

		/** See {@link Capacity#computingRuns()}. */
		public Builder computingRuns(int computingRuns) {
			this.computingRuns = computingRuns;
			return this;
		}

		/** See {@link Capacity#longRuns()}. */
		public Builder longRuns(int longRuns) {
			this.longRuns = longRuns;
			return this;
		}

		/** See {@link Capacity#longRunTime()}. */
		public Builder longRunTime(Duration longRunTime) {
			this.longRunTime = longRunTime;
			return this;
		}

		/** See {@link Capacity#queueSize()}. */
		public Builder queueSize(int queueSize) {
			this.queueSize = queueSize;
			return this;
		}

		/** See {@link Capacity#queueTime()}. */
		public Builder queueTime(Duration queueTime) {
			this.queueTime = queueTime;
			return this;
		}

		/** See {@link Capacity#pausedTime()}. */
		public Builder pausedTime(Duration pausedTime) {
			this.pausedTime = pausedTime;
			return this;
		}

		/** See {@link Capacity#starvedTime()}. */
		public Builder starvedTime(Duration starvedTime) {
			this.starvedTime = starvedTime;
			return this;
		}

		/** See {@link Capacity#preparedRealms()}. */
		public Builder preparedRealms(int preparedRealms) {
			this.preparedRealms = preparedRealms;
			return this;
		}

		/** See {@link Capacity#runsPerRealm()}. */
		public Builder runsPerRealm(int runsPerRealm) {
			this.runsPerRealm = runsPerRealm;
			return this;
		}

		/** See {@link Capacity#outcomeCacheSize()}. */
		public Builder outcomeCacheSize(int outcomeCacheSize) {
			this.outcomeCacheSize = outcomeCacheSize;
			return this;
		}

		/** See {@link Capacity#cpuTime()}. */
		public Builder cpuTime(Duration cpuTime) {
			this.cpuTime = cpuTime;
			return this;
		}

		/** See {@link Capacity#allocatedBytes()}. */
		public Builder allocatedBytes(long allocatedBytes) {
			this.allocatedBytes = allocatedBytes;
			return this;
		}

		/** See {@link Capacity#strikes()}. */
		public Builder strikes(int strikes) {
			this.strikes = strikes;
			return this;
		}

		/** See {@link Capacity#suspension()}. */
		public Builder suspension(Duration suspension) {
			this.suspension = suspension;
			return this;
		}

		public Capacity build() {
			return new Capacity(this.concurrentRuns, this.computingRuns, this.longRuns, this.longRunTime,
					this.queueSize, this.queueTime, this.pausedTime, this.starvedTime, this.preparedRealms,
					this.runsPerRealm, this.outcomeCacheSize, this.cpuTime, this.allocatedBytes, this.strikes,
					this.suspension);
		}

	}

}
