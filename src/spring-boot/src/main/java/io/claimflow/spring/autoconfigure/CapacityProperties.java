package io.claimflow.spring.autoconfigure;

import java.time.Duration;

import io.claimflow.Capacity;
import io.claimflow.spring.support.PropertyChecks;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The limits of all runs together. The defaults are those of {@link Capacity}, as
 * literals, which the configuration metadata needs.
 *
 * @param concurrentRuns Number of runs that go on at the same time; three quarters of
 * them may be of one workflow.
 * @param computingRuns Number of runs of one workflow that compute at the same time;
 * those that wait for another system do not count. The number of processors by default,
 * but at least 2.
 * @param longRuns Number of runs of all workflows that compute at the same time and have
 * computed for long, or may do so since the last run of their workflow did or none has
 * ended yet; the others take turns with them. Half of the processors by default, but at
 * least 1.
 * @param longRunTime Time that a run may compute before it takes turns with other long
 * ones.
 * @param queueSize Number of runs that wait until they may begin; further ones fail at
 * once.
 * @param queueTime Time that a run waits until it may begin.
 * @param pausedTime Time that a run, once it has begun, waits in all until it may
 * compute, since long runs do. Its deadline does not go on meanwhile.
 * @param starvedTime Time, in all, for which a run's deadline and its waits stand still
 * since the server gets no processor for its runs.
 * @param preparedRealms Number of sets of JavaScript globals that are made ahead of runs.
 * @param runsPerRealm Number of runs that one set of globals serves, one after the other,
 * if nothing of one can be left for the next. With 1, each run has a new one.
 * @param outcomeCacheSize Number of outcomes of a workflow that are cached, where they
 * follow from the event alone. With 0, each run is made.
 * @param sharedCpuTime Time that a run may have computed, and that all runs under way may
 * have together whose workflow's last run met a limit.
 * @param sharedAllocatedBytes Memory that all runs under way may hold together. A quarter
 * of the heap by default.
 * @param strikes Number of runs of a workflow that are ended by a limit, one after the
 * other, until it is suspended.
 * @param suspension Time for which a workflow is suspended at first.
 */
@ConfigurationProperties("claimflow.limits")
record CapacityProperties(@DefaultValue("64") int concurrentRuns, @Nullable Integer computingRuns,
		@Nullable Integer longRuns, @DefaultValue("10ms") Duration longRunTime, @DefaultValue("64") int queueSize,
		@DefaultValue("5s") Duration queueTime, @DefaultValue("3s") Duration pausedTime,
		@DefaultValue("30s") Duration starvedTime, @DefaultValue("128") int preparedRealms,
		@DefaultValue("10000") int runsPerRealm, @DefaultValue("1000") int outcomeCacheSize,
		@DefaultValue("2s") Duration sharedCpuTime, @Nullable DataSize sharedAllocatedBytes,
		@DefaultValue("5") int strikes, @DefaultValue("10s") Duration suspension) {

	private static final PropertyChecks CHECKS = new PropertyChecks("claimflow.limits");

	/** The capacity, all of which is checked. */
	Capacity toCapacity() {
		Capacity.Builder capacity = Capacity.builder()
			.concurrentRuns(CHECKS.count("concurrent-runs", this.concurrentRuns, 1))
			.longRunTime(CHECKS.time("long-run-time", this.longRunTime))
			.queueSize(CHECKS.count("queue-size", this.queueSize, 0))
			.queueTime(CHECKS.time("queue-time", this.queueTime))
			.pausedTime(CHECKS.time("paused-time", this.pausedTime))
			.starvedTime(CHECKS.time("starved-time", this.starvedTime))
			.preparedRealms(CHECKS.count("prepared-realms", this.preparedRealms, 0))
			.runsPerRealm(CHECKS.count("runs-per-realm", this.runsPerRealm, 1))
			.outcomeCacheSize(CHECKS.count("outcome-cache-size", this.outcomeCacheSize, 0))
			.cpuTime(CHECKS.time("shared-cpu-time", this.sharedCpuTime))
			.strikes(CHECKS.count("strikes", this.strikes, 1))
			.suspension(CHECKS.time("suspension", this.suspension));
		if (this.computingRuns != null) {
			capacity.computingRuns(CHECKS.count("computing-runs", this.computingRuns, 1));
		}
		if (this.longRuns != null) {
			capacity.longRuns(CHECKS.count("long-runs", this.longRuns, 1));
		}
		if (this.sharedAllocatedBytes != null) {
			capacity.allocatedBytes(CHECKS.bytes("shared-allocated-bytes", this.sharedAllocatedBytes));
		}
		return capacity.build();
	}

}
