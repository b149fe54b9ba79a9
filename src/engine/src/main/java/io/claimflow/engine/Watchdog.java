package io.claimflow.engine;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

import io.claimflow.Capacity;
import io.claimflow.Failure;
import io.claimflow.Limits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the limits of time and memory, of each run and of all runs together: cancels a
 * realm that is over one of them, whatever it is doing. Runs that compute for long, or
 * may do so, take turns.
 */
final class Watchdog implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Watchdog.class);

	/** Most runs end before the first look. */
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	/** Nobody needs waking as long as runs come faster than this many looks. */
	private static final int LOOKS_BEFORE_SLEEP = 100;

	/** What ends a watch in place of a limit. */
	private static final Exceeded IN_TIME = new Exceeded(Failure.Kind.INTERNAL, "");

	private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

	/** Cancelling waits for the realm, so the clock does not do it. */
	private final ExecutorService cancelling = Executors
		.newCachedThreadPool((task) -> daemon(task, "claimflow-cancel"));

	private final Capacity capacity;

	private final Thread clock = daemon(this::lookOn, "claimflow-watchdog");

	/** Guards who has a turn. */
	private final Object turns = new Object();

	private volatile boolean othersWait;

	private volatile boolean asleep;

	private volatile boolean closed;

	Watchdog(Capacity capacity) {
		this.capacity = capacity;
		this.clock.start();
	}

	private static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	/** Watches over a realm in which the current thread is about to load a file. */
	Watch watch(Realm realm, Limits limits) {
		return add(new Watch(realm, limits, null));
	}

	/**
	 * Watches over a realm in which the current thread is about to run a workflow.
	 * @param pace what is known, and from then on, about runs of it
	 */
	Watch watch(Realm realm, Limits limits, RunLengthHistory pace) {
		return add(new Watch(realm, limits, pace));
	}

	private Watch add(Watch watch) {
		if (watch.mayBeLong(0)) {
			giveTurn(watch);
		}
		else {
			this.watches.add(watch);
		}
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
				LockSupport.parkNanos(LOOK_NANOS);
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
		Map<Watch, Use> uses = new HashMap<>();
		for (Watch watch : this.watches) {
			Use use = new Use(watch.use.cpuNanos(), watch.use.allocatedBytes());
			if (watch.within(now, use)) {
				uses.put(watch, use);
			}
		}
		endLargest(uses, Use::cpuNanos, this.capacity.cpuTime().toNanos(), Failure.Kind.CPU_TIME,
				"The runs under way had computed for more than the %d ms that they may take together, this one the longest"
					.formatted(this.capacity.cpuTime().toMillis()));
		endLargest(uses, Use::allocatedBytes, this.capacity.allocatedBytes(), Failure.Kind.MEMORY,
				"The runs under way had allocated more than the %d bytes that they may take together, this one the most"
					.formatted(this.capacity.allocatedBytes()));
		takeTurns(uses);
	}

	/** What may be long begins only if there is a place for a long one. */
	private void giveTurn(Watch watch) {
		synchronized (this.turns) {
			if (this.closed) {
				return;
			}
			watch.hasTurn = this.watches.stream()
				.filter((other) -> other.hasTurn && other.brake.computes())
				.count() < this.capacity.longRuns();
			if (!watch.hasTurn) {
				this.othersWait = true;
				watch.brake.holdBack();
			}
			this.watches.add(watch);
		}
	}

	/**
	 * Lets few of the runs go on that have computed for long, or may do so: those that
	 * have computed least, so that processors are left for the others.
	 */
	private void takeTurns(Map<Watch, Use> uses) {
		synchronized (this.turns) {
			List<Watch> computing = uses.entrySet()
				.stream()
				.filter((entry) -> entry.getKey().mayBeLong(entry.getValue().cpuNanos()))
				.filter((entry) -> entry.getKey().brake.computes())
				.sorted(Comparator.<Map.Entry<Watch, Use>>comparingLong((entry) -> entry.getValue().cpuNanos())
					.thenComparingLong((entry) -> entry.getKey().start))
				.map(Map.Entry::getKey)
				.toList();
			int places = Math.min(this.capacity.longRuns(), computing.size());
			this.othersWait = places < computing.size();
			Set<Watch> first = Set.copyOf(computing.subList(0, places));
			Set<Watch> others = Set.copyOf(computing.subList(places, computing.size()));
			for (Watch watch : uses.keySet()) {
				watch.hasTurn = first.contains(watch);
				if (others.contains(watch)) {
					watch.brake.hold();
				}
				else {
					watch.brake.release();
				}
			}
		}
	}

	private static void endLargest(Map<Watch, Use> uses, ToLongFunction<Use> share, long maximum, Failure.Kind kind,
			String message) {
		long sum = uses.values().stream().mapToLong(share).sum();
		while (sum > maximum) {
			Map.Entry<Watch, Use> largest = uses.entrySet()
				.stream()
				.max(Comparator.comparingLong((entry) -> share.applyAsLong(entry.getValue())))
				.orElseThrow();
			largest.getKey().exceed(new Exceeded(kind, message));
			sum -= share.applyAsLong(largest.getValue());
			uses.remove(largest.getKey());
		}
	}

	@Override
	public void close() {
		synchronized (this.turns) {
			this.closed = true;
			this.watches.forEach((watch) -> watch.brake.end());
		}
		LockSupport.unpark(this.clock);
		this.cancelling.shutdown();
	}

	/** What a run has used so far. */
	private record Use(long cpuNanos, long allocatedBytes) {

	}

	/**
	 * A limit that was met.
	 *
	 * @param kind which one
	 * @param message what was found
	 */
	record Exceeded(Failure.Kind kind, String message) {

	}

	/** The watch over one realm. */
	final class Watch implements AutoCloseable {

		private final Realm realm;

		private final Limits limits;

		private final ThreadUse use = ThreadUse.ofCurrentThread();

		private final ThreadPause brake;

		/** Whatever is loaded takes no turns: nothing may keep a mended project out. */
		private final @Nullable RunLengthHistory pace;

		private volatile boolean hasTurn;

		private final long start = System.nanoTime();

		private final AtomicReference<@Nullable Exceeded> exceeded = new AtomicReference<>();

		private Watch(Realm realm, Limits limits, @Nullable RunLengthHistory pace) {
			this.realm = realm;
			this.limits = limits;
			this.pace = pace;
			this.brake = new ThreadPause(realm.safepoints());
		}

		/** Waits until the work has its turn, or is to end. */
		void begin() {
			this.brake.begin();
		}

		private boolean mayBeLong(long cpuNanos) {
			return this.pace != null
					&& (!this.pace.isShort() || cpuNanos > Watchdog.this.capacity.longRunTime().toNanos());
		}

		/** Ends the work if it is over a limit of its own. */
		private boolean within(long now, Use use) {
			if (this.exceeded.get() != null) {
				return false;
			}
			if (now - this.start >= this.limits.deadline().toNanos()) {
				exceed(new Exceeded(Failure.Kind.DEADLINE, late()));
			}
			else if (use.cpuNanos() > this.limits.cpuTime().toNanos()) {
				exceed(new Exceeded(Failure.Kind.CPU_TIME,
						"The workflow computed for more than the %d ms that a run may"
							.formatted(this.limits.cpuTime().toMillis())));
			}
			else if (use.allocatedBytes() > this.limits.allocatedBytes()) {
				exceed(new Exceeded(Failure.Kind.MEMORY, "The workflow allocated more than the %d bytes that a run may"
					.formatted(this.limits.allocatedBytes())));
			}
			return this.exceeded.get() == null;
		}

		private String late() {
			String message = "The workflow was still running after %d ms".formatted(this.limits.deadline().toMillis());
			long waited = TimeUnit.NANOSECONDS.toMillis(this.brake.waitedNanos());
			return (waited > 0) ? message
					+ ", for %d of which other long runs had their turn (claimflow.limits.long-runs)".formatted(waited)
					: message;
		}

		private void exceed(Exceeded limit) {
			if (!this.exceeded.compareAndSet(null, limit)) {
				return;
			}
			this.hasTurn = false;
			try {
				Watchdog.this.cancelling.execute(() -> {
					try {
						this.realm.cancel();
					}
					finally {
						this.brake.end();
					}
				});
			}
			catch (RuntimeException | Error ex) {
				this.exceeded.set(null);
				throw ex;
			}
		}

		/** The limit that ended the work in the realm, if one did. */
		Optional<Exceeded> exceeded() {
			return Optional.ofNullable(this.exceeded.get()).filter((limit) -> limit != IN_TIME);
		}

		/**
		 * Ends the watch over work that has ended.
		 * @return whether nobody has cancelled the realm, or will
		 */
		boolean endInTime() {
			return this.exceeded.compareAndSet(null, IN_TIME);
		}

		/**
		 * The time that the thread has computed, or would have if others had not had
		 * their turn, in nanoseconds.
		 */
		long computingNanos() {
			return this.use.cpuNanos() + this.brake.waitedNanos();
		}

		/** What was ended before it could begin says nothing about its kind. */
		private void learnPace(RunLengthHistory pace) {
			long longRunNanos = Watchdog.this.capacity.longRunTime().toNanos();
			if (System.nanoTime() - this.start > longRunNanos && this.use.cpuNanos() > longRunNanos) {
				pace.learn(false);
			}
			else if (exceeded().isEmpty()) {
				pace.learn(true);
			}
		}

		@Override
		public void close() {
			Watchdog.this.watches.remove(this);
			this.brake.release();
			if (this.pace != null) {
				learnPace(this.pace);
			}
			if (this.hasTurn && Watchdog.this.othersWait) {
				LockSupport.unpark(Watchdog.this.clock);
			}
		}

	}

}
