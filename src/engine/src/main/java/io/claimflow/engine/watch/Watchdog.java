package io.claimflow.engine.watch;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import io.claimflow.Capacity;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.engine.admission.ProcessorShortage;
import io.claimflow.engine.limit.Safepoints;
import io.claimflow.engine.realm.Realm;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A clock that keeps the limits of time and memory, of each run and of all runs together:
 * it cancels a realm that is over one of them, whatever it is doing.
 */
public final class Watchdog implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Watchdog.class);

	/** Most runs end before the first look. */
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	/** Nobody needs waking as long as runs come faster than this many looks. */
	private static final int LOOKS_BEFORE_SLEEP = 100;

	/** The time in which a script that is to end says where it is. */
	private static final Duration LOCATE = Duration.ofMillis(500);

	/** What computes for longer than this does not come to a step. */
	private static final Duration LOCATE_CPU = Duration.ofMillis(20);

	/** A run may allocate so many times what it may hold. */
	private static final int GARBAGE = 16;

	/** What ends a watch in place of a limit. */
	private static final Exceeded IN_TIME = new Exceeded(Failure.Kind.INTERNAL, "");

	private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

	/** Cancelling waits for the realm, so the clock does not do it. */
	private final ExecutorService cancelling = Executors
		.newCachedThreadPool((task) -> daemon(task, "claimflow-cancel"));

	private final Capacity capacity;

	private final Thread clock = daemon(this::lookOn, "claimflow-watchdog");

	private final Heap heap = new Heap();

	private final LongRunScheduler longRuns;

	private final ProcessorShortage shortage;

	private final int processors = Runtime.getRuntime().availableProcessors();

	private long lookedAt = System.nanoTime();

	/** The time for which the clock had no processor before it looked. */
	private long late;

	private volatile boolean asleep;

	private volatile boolean closed;

	public Watchdog(Capacity capacity) {
		this.capacity = capacity;
		this.shortage = new ProcessorShortage(capacity);
		this.longRuns = new LongRunScheduler(capacity, this.shortage);
		this.clock.start();
	}

	private static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	/** Watches over a realm in which the current thread is about to load a file. */
	public Watch watch(Realm realm, Limits limits) {
		return add(new Watch(realm, limits, null));
	}

	/**
	 * Watches over a realm in which the current thread is about to run a workflow.
	 * @param run what is known about the run
	 */
	public Watch watch(Realm realm, Limits limits, WatchedRun run) {
		return add(new Watch(realm, limits, run));
	}

	/** The time for which a run may wait until it may compute, since others do. */
	public Duration pausedTime() {
		return this.capacity.pausedTime();
	}

	/** The time for which a run may wait for a processor. */
	public Duration starvedTime() {
		return this.capacity.starvedTime();
	}

	/** The time in which runs could compute, and had no processor. */
	public ProcessorShortage shortage() {
		return this.shortage;
	}

	/** The workflows whose long runs go on, or the first of them if there are many. */
	public Set<String> goingOn() {
		return this.longRuns.goingOn();
	}

	/** What a run says that is still running at its deadline. */
	public static String late(Limits limits) {
		return "The workflow was still running after %d ms (claimflow.limits.deadline)"
			.formatted(limits.deadline().toMillis());
	}

	private Watch add(Watch watch) {
		this.watches.add(watch);
		if (this.asleep) {
			LockSupport.unpark(this.clock);
		}
		return watch;
	}

	private void lookOn() {
		int idle = 0;
		while (!this.closed) {
			idle = this.watches.isEmpty() ? idle + 1 : 0;
			if (idle < LOOKS_BEFORE_SLEEP) {
				lookAgain();
				sleep();
				continue;
			}
			this.asleep = true;
			if (this.watches.isEmpty()) {
				LockSupport.park();
			}
			this.asleep = false;
			idle = 0;
		}
	}

	/** Whoever wakes up late had no processor, as those that are about to begin. */
	private void sleep() {
		long before = System.nanoTime();
		LockSupport.parkNanos(LOOK_NANOS);
		this.late = Math.max(0, System.nanoTime() - before - LOOK_NANOS);
	}

	/** Without this thread there are no limits: it outlives a process out of memory. */
	private void lookAgain() {
		try {
			look();
		}
		catch (RuntimeException | Error ex) {
			if (this.closed) {
				return;
			}
			try {
				logger.error("The limits of runs could not be looked at; another try follows", ex);
			}
			catch (RuntimeException | Error again) {
				// The next look may find more memory.
			}
		}
	}

	private void look() {
		long now = System.nanoTime();
		Heap.State state = this.heap.look();
		Map<Watch, Use> uses = new HashMap<>();
		for (Watch watch : this.watches) {
			Use use = new Use(watch.use.cpuNanos(), watch.memory.look(watch.use.allocatedBytes(), state));
			if (watch.within(now, use)) {
				uses.put(watch, use);
			}
		}
		endLongest(uses);
		endLargest(uses);
		noteShortage(now, uses.keySet());
		Map<LongRunScheduler.Slice, Long> computed = new HashMap<>();
		uses.forEach((watch, use) -> computed.put(watch.slice, use.cpuNanos()));
		this.longRuns.schedule(computed);
	}

	/** Runs that have the processors keep them from each other: that is no shortage. */
	private void noteShortage(long now, Set<Watch> seen) {
		long passed = now - this.lookedAt;
		this.lookedAt = now;
		List<Watch> ready = seen.stream().filter((watch) -> watch.readyNanos() > 0).toList();
		long could = ready.stream().mapToLong(Watch::readyNanos).sum();
		long waited = ready.stream().mapToLong((watch) -> watch.starvedSinceLook).sum();
		long missed = Math.min(could, this.processors * passed) - (could - waited);
		this.shortage.add(Math.max(this.late, missed / Math.max(1, Math.min(ready.size(), this.processors))));
	}

	/**
	 * Runs of workflows that no limit ends do not end each other, however many there are
	 * that take long for once: each has the time alone. What is loaded has bounds of its
	 * own, and what yields takes from nobody.
	 */
	private void endLongest(Map<Watch, Use> uses) {
		long most = this.capacity.cpuTime().toNanos();
		Map<Watch, Use> sharing = new HashMap<>(uses);
		sharing.entrySet()
			.removeIf((entry) -> entry.getKey().run == null || entry.getKey().slice.yields()
					|| (entry.getValue().cpuNanos() <= most && !entry.getKey().run.suspect().getAsBoolean()));
		long sum = sharing.values().stream().mapToLong(Use::cpuNanos).sum();
		while (sum > most) {
			Map.Entry<Watch, Use> longest = largest(sharing, Use::cpuNanos);
			longest.getKey()
				.exceed(new Exceeded(Failure.Kind.CPU_TIME,
						"The runs under way of workflows that meet limits had computed for more than the %d ms that they may take together, this one the longest (claimflow.limits.shared-cpu-time)"
							.formatted(this.capacity.cpuTime().toMillis())));
			sum -= longest.getValue().cpuNanos();
			uses.remove(longest.getKey());
			sharing.remove(longest.getKey());
		}
	}

	/** What the heap has grown by counts once, whoever holds it. */
	private void endLargest(Map<Watch, Use> uses) {
		long allocated = sum(uses, HeldMemory.Use::allocated);
		long recent = sum(uses, HeldMemory.Use::recent);
		long growth = uses.values().stream().mapToLong((use) -> use.memory().growth()).max().orElse(0);
		while (Math.min(allocated, growth + recent) > this.capacity.allocatedBytes()) {
			Map.Entry<Watch, Use> largest = largest(uses, (use) -> use.memory().held());
			HeldMemory.Use use = largest.getValue().memory();
			largest.getKey()
				.exceed(new Exceeded(Failure.Kind.MEMORY,
						"The runs under way held more than the %d bytes that they may take together, this one the most: %s (claimflow.limits.shared-allocated-bytes)"
							.formatted(this.capacity.allocatedBytes(), held(use))));
			allocated -= use.allocated();
			recent -= use.recent();
			growth = Math.max(0, growth - use.held());
			uses.remove(largest.getKey());
		}
	}

	/** Names the workflows, as a message does. */
	public static String longRunsOf(Set<String> workflows) {
		return workflows.isEmpty() ? "long runs of the same workflow"
				: workflows.stream().sorted().collect(Collectors.joining("', '", "long runs of '", "'"));
	}

	private static String held(HeldMemory.Use use) {
		return (use.held() == use.allocated()) ? "it has allocated %d MB".formatted(use.allocated() >> 20)
				: "it has allocated %d MB, of which up to %d MB are in use".formatted(use.allocated() >> 20,
						use.held() >> 20);
	}

	private static long sum(Map<Watch, Use> uses, ToLongFunction<HeldMemory.Use> share) {
		return uses.values().stream().mapToLong((use) -> share.applyAsLong(use.memory())).sum();
	}

	private static Map.Entry<Watch, Use> largest(Map<Watch, Use> uses, ToLongFunction<Use> share) {
		return uses.entrySet()
			.stream()
			.max(Comparator.comparingLong((entry) -> share.applyAsLong(entry.getValue())))
			.orElseThrow();
	}

	@Override
	public void close() {
		this.closed = true;
		this.longRuns.close();
		LockSupport.unpark(this.clock);
		this.cancelling.shutdown();
	}

	/** What a run has used so far. */
	private record Use(long cpuNanos, HeldMemory.Use memory) {

	}

	/**
	 * A limit that was met.
	 *
	 * @param kind which one
	 * @param message what was found
	 */
	public record Exceeded(Failure.Kind kind, String message) {

	}

	/** The watch over one realm. */
	public final class Watch implements AutoCloseable {

		private final Realm realm;

		private final Limits limits;

		private final ThreadUse use = ThreadUse.ofCurrentThread();

		private final HeldMemory memory = new HeldMemory();

		private final @Nullable WatchedRun run;

		private final LongRunScheduler.Slice slice;

		private final long start = System.nanoTime();

		private final AtomicReference<@Nullable Exceeded> exceeded = new AtomicReference<>();

		/** The clock's own. */
		private long starvedSinceLook;

		private volatile long cpuNanosAtEnd = Long.MAX_VALUE;

		private final Thread thread = Thread.currentThread();

		private volatile List<Safepoints.Place> places = List.of();

		private Watch(Realm realm, Limits limits, @Nullable WatchedRun run) {
			this.realm = realm;
			this.limits = limits;
			this.run = run;
			this.slice = Watchdog.this.longRuns.enter(realm.safepoints(), run);
		}

		/** Waits until the work may go on, or is to end. */
		public void begin() {
			this.slice.begin();
		}

		/** Ends the work if it is over a limit of its own. */
		private boolean within(long now, Use use) {
			if (this.exceeded.get() != null) {
				return false;
			}
			this.starvedSinceLook = this.slice.look(now, use.cpuNanos());
			long waited = this.slice.yields() ? 0 : this.slice.waitedNanos();
			if (now - this.start - waited >= this.limits.deadline().toNanos()) {
				exceed(new Exceeded(Failure.Kind.DEADLINE, late()));
			}
			else if (!this.slice.yields() && this.slice.turnNanos() > Watchdog.this.capacity.pausedTime().toNanos()) {
				exceed(new Exceeded(Failure.Kind.DEADLINE, paused()));
			}
			else if (use.cpuNanos() > this.limits.cpuTime().toNanos()) {
				exceed(new Exceeded(Failure.Kind.CPU_TIME,
						"The workflow computed for more than the %d ms that a run may (claimflow.limits.cpu-time)"
							.formatted(this.limits.cpuTime().toMillis())));
			}
			else if (use.memory().held() > this.limits.allocatedBytes()) {
				exceed(new Exceeded(Failure.Kind.MEMORY,
						"The workflow held more than the %d bytes that a run may: %s (claimflow.limits.allocated-bytes)"
							.formatted(this.limits.allocatedBytes(), held(use.memory()))));
			}
			else if (use.memory().allocated() / GARBAGE > this.limits.allocatedBytes()) {
				exceed(new Exceeded(Failure.Kind.MEMORY,
						"The workflow allocated more than %d times the %d bytes that a run may hold, most of it garbage (claimflow.limits.allocated-bytes)"
							.formatted(GARBAGE, this.limits.allocatedBytes())));
			}
			return this.exceeded.get() == null;
		}

		private String late() {
			long paused = TimeUnit.NANOSECONDS.toMillis(this.slice.turnNanos());
			long starved = TimeUnit.NANOSECONDS.toMillis(this.slice.waitedNanos()) - paused;
			return Watchdog.late(this.limits)
					+ ((paused > 0) ? ", not counting %d ms in which %s computed".formatted(paused, others()) : "")
					+ ((starved > 0)
							? ", not counting %d ms in which it had no processor (claimflow.limits.starved-time)"
								.formatted(starved)
							: "");
		}

		private String paused() {
			return "The run waited for more than %d ms while others computed: %s (claimflow.limits.paused-time, claimflow.limits.long-runs)"
				.formatted(Watchdog.this.capacity.pausedTime().toMillis(), others());
		}

		private String others() {
			return longRunsOf(this.slice.others());
		}

		private void exceed(Exceeded limit) {
			if (!this.exceeded.compareAndSet(null, limit)) {
				return;
			}
			this.slice.giveUp();
			this.cpuNanosAtEnd = this.use.cpuNanos();
			try {
				Watchdog.this.cancelling.execute(() -> {
					try {
						locate();
						this.realm.cancel();
					}
					finally {
						this.slice.end();
					}
				});
			}
			catch (RuntimeException | Error ex) {
				this.exceeded.set(null);
				throw ex;
			}
		}

		/**
		 * Finds out where the script is: once it is cancelled, it is nowhere. What does
		 * not come to a step, or does not compute, is not waited for. Between two
		 * reactions of promises no code of the author's is on the stack: another look
		 * follows.
		 */
		private void locate() {
			long end = System.nanoTime() + LOCATE.toNanos();
			Future<?> located = look();
			while (this.slice.computes() && overtimeNanos() < LOCATE_CPU.toNanos() && System.nanoTime() < end) {
				if (located.isDone()) {
					if (!this.places.isEmpty()) {
						return;
					}
					LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
					located = look();
				}
				try {
					located.get(1, TimeUnit.MILLISECONDS);
				}
				catch (TimeoutException | ExecutionException | CancellationException ex) {
					// It has not come so far, or has ended.
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					return;
				}
			}
		}

		private Future<?> look() {
			return this.realm.safepoints().locate(this.thread, (stack) -> this.places = stack);
		}

		/** The limit that ended the work in the realm, if one did. */
		public Optional<Exceeded> exceeded() {
			return Optional.ofNullable(this.exceeded.get()).filter((limit) -> limit != IN_TIME);
		}

		/**
		 * Ends the watch over work that has ended.
		 * @return whether nobody has cancelled the realm, or will
		 */
		public boolean endInTime() {
			return this.exceeded.compareAndSet(null, IN_TIME);
		}

		/** The time that the thread has computed, in nanoseconds. */
		public long cpuNanos() {
			return this.use.cpuNanos();
		}

		/**
		 * The time that the thread has computed, or would have if runs of the same
		 * workflow had not had their turn, in nanoseconds.
		 */
		public long ownNanos() {
			return this.use.cpuNanos() + (this.slice.waitedForItsOwn() ? this.slice.turnNanos() : 0);
		}

		/** Whether it went without a processor for longer than counts. */
		public boolean isStarved() {
			return this.slice.isStarved();
		}

		/** The time for which it has waited, which its deadline does not count. */
		public Duration waited() {
			return Duration.ofNanos(this.slice.waitedNanos());
		}

		/** What yields is no measure: it has what others leave. */
		private long readyNanos() {
			return this.slice.yields() ? 0 : this.slice.readyNanos();
		}

		/** Where the script was when it was told to end, if it has come so far. */
		public List<Safepoints.Place> places() {
			return this.places;
		}

		/** The time that the thread has computed since it was told to end. */
		public long overtimeNanos() {
			return this.use.cpuNanos() - this.cpuNanosAtEnd;
		}

		@Override
		public void close() {
			Watchdog.this.watches.remove(this);
			if (this.slice.leave(this.use.cpuNanos(), exceeded().isPresent())) {
				LockSupport.unpark(Watchdog.this.clock);
			}
		}

	}

}
