package io.claimflow.engine.watch;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.Capacity;
import io.claimflow.engine.admission.PermitWait;
import io.claimflow.engine.admission.ProcessorShortage;
import io.claimflow.engine.admission.RunLengthHistory;
import io.claimflow.engine.limit.Safepoints;
import org.jspecify.annotations.Nullable;

/**
 * Time slicing of the runs that compute for long, or may do so: a few of them go on at a
 * time, and the others are paused, so that processors are left for short runs. Of a
 * workflow that is the one that began first, of several workflows the one that has
 * computed least. A run that yields goes on only while no other computes.
 */
final class LongRunScheduler {

	/** The workflows that a run remembers to have waited for. */
	private static final int NAMES = 5;

	private final Capacity capacity;

	private final ProcessorShortage shortage;

	/** All that computes: what is only loaded is never paused. */
	private final Set<Slice> slices = ConcurrentHashMap.newKeySet();

	/** The runs that are paused while others compute. */
	private final AtomicInteger yielding = new AtomicInteger();

	/** Guards who goes on. */
	private final Object lock = new Object();

	private volatile boolean othersWait;

	private volatile boolean closed;

	/**
	 * Creates the scheduler.
	 * @param shortage the time that nobody's wait counts
	 */
	LongRunScheduler(Capacity capacity, ProcessorShortage shortage) {
		this.capacity = capacity;
		this.shortage = shortage;
	}

	/**
	 * Registers the current thread, which is about to compute.
	 * @param safepoints where it can be paused
	 * @param run the run, or null if a file is only loaded
	 */
	Slice enter(Safepoints.OfContext safepoints, @Nullable WatchedRun run) {
		Slice slice = new Slice(safepoints, run);
		if (slice.yields()) {
			this.yielding.incrementAndGet();
		}
		if (slice.mayBeLong(0)) {
			admit(slice);
		}
		else {
			this.slices.add(slice);
		}
		if (!slice.yields() && this.yielding.get() > 0) {
			pauseYielding(slice);
		}
		return slice;
	}

	/** What may be long begins only where one more long run may go on. */
	private void admit(Slice slice) {
		synchronized (this.lock) {
			if (this.closed) {
				return;
			}
			List<Slice> before = this.slices.stream()
				.filter((other) -> slice.yields() || (other.goesOn && !other.yields()))
				.filter(Slice::computes)
				.toList();
			slice.goesOn = slice.yields() ? before.isEmpty() : before.size() < this.capacity.longRuns();
			if (!slice.goesOn) {
				this.othersWait = true;
				slice.givesWayTo(before);
				slice.pause.holdBack();
			}
			this.slices.add(slice);
		}
	}

	private void pauseYielding(Slice slice) {
		synchronized (this.lock) {
			if (this.closed) {
				return;
			}
			this.slices.stream().filter(Slice::yields).filter(Slice::computes).forEach((other) -> {
				this.othersWait = true;
				other.goesOn = false;
				other.givesWayTo(List.of(slice));
				other.pause.hold();
			});
		}
	}

	/**
	 * Decides anew who goes on.
	 * @param cpuNanos the time that each has computed, in nanoseconds; whoever is not
	 * among them stays as it is
	 */
	void schedule(Map<Slice, Long> cpuNanos) {
		synchronized (this.lock) {
			boolean busy = this.yielding.get() > 0
					&& this.slices.stream().anyMatch((slice) -> !slice.yields() && slice.computes());
			Set<Slice> eldest = eldest(cpuNanos);
			List<Slice> computing = cpuNanos.entrySet()
				.stream()
				.filter((entry) -> entry.getKey().mayBeLong(entry.getValue()))
				.filter((entry) -> entry.getKey().computes())
				.sorted(Comparator.<Map.Entry<Slice, Long>, Boolean>comparing((entry) -> entry.getKey().yields())
					.thenComparing((entry) -> !eldest.contains(entry.getKey()))
					.thenComparingLong(Map.Entry::getValue)
					.thenComparingLong((entry) -> entry.getKey().start))
				.map(Map.Entry::getKey)
				.toList();
			long able = computing.stream().filter((slice) -> !busy || !slice.yields()).count();
			int number = (int) Math.min(this.capacity.longRuns(), able);
			this.othersWait = number < computing.size();
			List<Slice> first = computing.subList(0, number);
			Set<Slice> others = Set.copyOf(computing.subList(number, computing.size()));
			for (Slice slice : cpuNanos.keySet()) {
				slice.goesOn = first.contains(slice);
				if (others.contains(slice)) {
					slice.givesWayTo(first);
					slice.pause.hold();
				}
				else {
					slice.pause.release();
				}
			}
		}
	}

	/**
	 * The run of each workflow that began first, unless it has computed for so long that
	 * few others could: runs that take as long as each other end sooner one by one.
	 */
	private Set<Slice> eldest(Map<Slice, Long> cpuNanos) {
		long most = this.capacity.cpuTime().toNanos() / 4 * 3;
		Map<RunLengthHistory, Slice> eldest = new HashMap<>();
		cpuNanos.forEach((slice, nanos) -> {
			WatchedRun run = slice.run;
			if (run != null && !run.yields() && nanos < most && slice.computes()) {
				eldest.merge(run.history(), slice, (one, other) -> (one.start - other.start <= 0) ? one : other);
			}
		});
		return Set.copyOf(eldest.values());
	}

	/** The workflows whose long runs go on, or the first of them if there are many. */
	Set<String> goingOn() {
		return this.slices.stream()
			.filter((slice) -> slice.goesOn && !slice.yields())
			.flatMap((slice) -> Stream.ofNullable(slice.run))
			.map(WatchedRun::workflow)
			.distinct()
			.limit(NAMES)
			.collect(Collectors.toSet());
	}

	/** Lets all threads find out that they are to end. */
	void close() {
		synchronized (this.lock) {
			this.closed = true;
			this.slices.forEach(Slice::end);
		}
	}

	/** The part of one thread. */
	final class Slice {

		/** Null for what is loaded: nothing may keep a mended project out. */
		private final @Nullable WatchedRun run;

		private final PermitWait wait;

		private final ThreadPause pause;

		/** The workflows whose runs went on while this one waited. */
		private final Set<String> others = ConcurrentHashMap.newKeySet();

		private final ProcessorWait processorWait = new ProcessorWait();

		private final long start = System.nanoTime();

		private volatile boolean goesOn;

		private Slice(Safepoints.OfContext safepoints, @Nullable WatchedRun run) {
			this.run = run;
			this.wait = (run != null) ? run.waited() : new PermitWait(LongRunScheduler.this.shortage);
			this.pause = new ThreadPause(safepoints, this.wait);
		}

		/** Waits until the work may go on, or is to end. */
		void begin() {
			this.pause.begin();
		}

		/** Whether the thread computes, or would if it were not paused. */
		boolean computes() {
			return this.pause.computes();
		}

		/** Whether the run is paused while others compute. */
		boolean yields() {
			return this.run != null && this.run.yields();
		}

		private boolean mayBeLong(long cpuNanos) {
			return this.run != null && (this.run.yields() || !this.run.history().isShort()
					|| cpuNanos > LongRunScheduler.this.capacity.longRunTime().toNanos());
		}

		private void givesWayTo(Collection<Slice> first) {
			for (Slice other : first) {
				if (other.run != null && this.others.size() < NAMES) {
					this.others.add(other.run.workflow());
				}
			}
		}

		/**
		 * Counts the time without a processor as a wait.
		 * @return that time since the last look, in nanoseconds
		 */
		long look(long now, long cpuNanos) {
			long waited = this.processorWait.look(now, cpuNanos, this.wait.knownNanos(), this.pause.isBlocked());
			this.wait.addProcessorWait(waited);
			return waited;
		}

		/** The time up to the last look in which it could compute, in nanoseconds. */
		long readyNanos() {
			return this.processorWait.readyNanos();
		}

		/** All the time for which it has waited for others, in nanoseconds. */
		long waitedNanos() {
			return this.wait.nanos();
		}

		/**
		 * The part of that in which it was not let compute, and others could, in
		 * nanoseconds.
		 */
		long turnNanos() {
			return this.wait.turnNanos();
		}

		/** Whether it went without a processor for longer than counts. */
		boolean isStarved() {
			return this.wait.isStarved();
		}

		/** The workflows whose runs went on meanwhile, or none if there are many. */
		Set<String> others() {
			return this.others;
		}

		/** Whether it has waited for runs of its own workflow, as far as is known. */
		boolean waitedForItsOwn() {
			return this.run != null && (this.others.isEmpty() || this.others.contains(this.run.workflow()));
		}

		/** Lets others go on in its place, since it is about to be ended. */
		void giveUp() {
			this.goesOn = false;
		}

		/** Lets the thread begin, so that it finds out that it is to end. */
		void end() {
			this.pause.end();
		}

		/**
		 * Lets go of work that has ended.
		 * @param cpuNanos the time that it has computed, in nanoseconds
		 * @param ended whether a limit ended it
		 * @return whether others wait for what it leaves
		 */
		boolean leave(long cpuNanos, boolean ended) {
			LongRunScheduler.this.slices.remove(this);
			this.pause.release();
			if (yields()) {
				LongRunScheduler.this.yielding.decrementAndGet();
			}
			if (this.run != null) {
				learn(this.run.history(), cpuNanos, ended);
			}
			return this.goesOn && LongRunScheduler.this.othersWait;
		}

		/** What was ended before it could begin says nothing about its kind. */
		private void learn(RunLengthHistory history, long cpuNanos, boolean ended) {
			long longRunNanos = LongRunScheduler.this.capacity.longRunTime().toNanos();
			if (System.nanoTime() - this.start > longRunNanos && cpuNanos > longRunNanos) {
				history.learn(false);
			}
			else if (!ended) {
				history.learn(true);
			}
		}

	}

}
