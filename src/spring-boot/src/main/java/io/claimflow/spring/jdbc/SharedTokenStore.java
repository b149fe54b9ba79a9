package io.claimflow.spring.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import io.claimflow.cache.InMemoryTokenStore;
import io.claimflow.cache.StoredToken;
import io.claimflow.cache.TokenStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares tokens with other nodes through the database. Each node remembers those it has
 * seen and asks the database for the others, and for one that is about to expire, which
 * another node may have renewed. Of the nodes one at a time fetches a token: it has a row
 * for that, which it holds for a moment and goes on to hold while its run has time. So a
 * node that is gone keeps the others waiting for that moment only. If the database does
 * not answer at once, the node goes on with what it knows, and asks again some seconds
 * later.
 */
final class SharedTokenStore implements TokenStore, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SharedTokenStore.class);

	/** More than the time in which a token is renewed before its end. */
	private static final Duration FRESH = Duration.ofSeconds(90);

	/** A run waits for it. */
	private static final Duration PATIENCE = Duration.ofMillis(500);

	/**
	 * How long a node holds a token that it fetches before it has to say that it is still
	 * there. Less than the time of a run, so that others can fetch it in theirs.
	 */
	private static final Duration LEASE = Duration.ofSeconds(2);

	/** Some of these may come late. */
	private static final Duration EXTENSION = Duration.ofMillis(500);

	private static final Duration PAUSE = Duration.ofSeconds(10);

	/** Each takes a connection from the application's pool, for a moment. */
	private static final int STATEMENTS = 2;

	/** More than the runs of a node that ask at a time. */
	private static final int WAITING_STATEMENTS = 1000;

	/** How often a node looks whether another one has the token. */
	private static final Duration POLL = Duration.ofMillis(50);

	private final TokenTable table;

	private final Clock clock;

	private final InMemoryTokenStore memory = new InMemoryTokenStore();

	/** The tokens that this node fetches, and until when no other one does. */
	private final ConcurrentMap<String, OffsetDateTime> leases = new ConcurrentHashMap<>();

	private final ThreadPoolExecutor threads = new ThreadPoolExecutor(STATEMENTS, STATEMENTS, 30, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(WAITING_STATEMENTS), daemons("claimflow-tokens"));

	private final ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1,
			daemons("claimflow-tokens-elsewhere"));

	private final LongSupplier nanoTime;

	private final Duration patience;

	private volatile long askAgain;

	SharedTokenStore(TokenTable table, Clock clock) {
		this(table, clock, System::nanoTime, PATIENCE);
	}

	/**
	 * Creates a store.
	 * @param clock says which tokens have expired
	 * @param nanoTime says how long a pause lasts, whatever happens to the clock
	 * @param patience how long the database may take for an answer
	 */
	SharedTokenStore(TokenTable table, Clock clock, LongSupplier nanoTime, Duration patience) {
		this.table = table;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.patience = patience;
		this.askAgain = nanoTime.getAsLong();
		this.threads.allowCoreThreadTimeOut(true);
		this.watch.setRemoveOnCancelPolicy(true);
	}

	private static ThreadFactory daemons(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

	@Override
	public Optional<StoredToken> find(String key) {
		Optional<StoredToken> known = this.memory.find(key);
		if (known.filter((token) -> this.clock.instant().plus(FRESH).isBefore(token.expiresAt())).isPresent()) {
			return known;
		}
		Optional<StoredToken> shared = ask(() -> this.table.find(key)).flatMap((token) -> token)
			.filter((token) -> known.isEmpty() || token.expiresAt().isAfter(known.get().expiresAt()));
		shared.ifPresent((token) -> this.memory.save(key, token));
		return shared.or(() -> known);
	}

	@Override
	public void save(String key, StoredToken token) {
		this.memory.save(key, token);
		ask(() -> {
			this.table.save(key, token);
			return true;
		});
		this.leases.remove(key);
	}

	@Override
	public boolean mayFetch(String key, Duration time) {
		long end = System.nanoTime() + time.toNanos();
		Optional<Optional<OffsetDateTime>> answer = ask(() -> this.table.lease(key, shorter(time, LEASE)));
		answer.flatMap((lease) -> lease).ifPresent((until) -> {
			this.leases.put(key, until);
			extendLater(key, until, end);
		});
		return answer.isEmpty() || answer.get().isPresent();
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private void extendLater(String key, OffsetDateTime until, long end) {
		Duration left = Duration.ofNanos(end - System.nanoTime());
		this.watch.schedule(() -> extend(key, until, end), shorter(left, EXTENSION).toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Nobody may come to say that it was given up, so it ends with the time of the run.
	 */
	private void extend(String key, OffsetDateTime until, long end) {
		if (!until.equals(this.leases.get(key))) {
			return;
		}
		Duration left = Duration.ofNanos(end - System.nanoTime());
		Optional<OffsetDateTime> later = (left.isNegative() || left.isZero()) ? Optional.empty()
				: ask(() -> this.table.extend(key, until, shorter(left, LEASE))).flatMap((extended) -> extended);
		if (later.isEmpty()) {
			this.leases.remove(key, until);
		}
		else if (this.leases.replace(key, until, later.get())) {
			extendLater(key, later.get(), end);
		}
		else {
			ask(() -> this.table.release(key, later.get()));
		}
	}

	@Override
	public void giveUp(String key) {
		OffsetDateTime until = this.leases.remove(key);
		if (until != null) {
			ask(() -> this.table.release(key, until));
		}
	}

	@Override
	public CompletableFuture<Void> fetchedElsewhere(String key, Duration patience) {
		CompletableFuture<Void> end = new CompletableFuture<>();
		Future<?> polls = this.watch.scheduleWithFixedDelay(() -> {
			if (!ask(() -> this.table.isLeased(key)).orElse(false)) {
				end.complete(null);
			}
		}, POLL.toMillis(), POLL.toMillis(), TimeUnit.MILLISECONDS);
		end.whenComplete((nothing, failure) -> polls.cancel(false));
		return end.completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS);
	}

	/** The tokens that this node fetches right now. */
	int leases() {
		return this.leases.size();
	}

	private <T> Optional<T> ask(Callable<T> statement) {
		if (isPause()) {
			return Optional.empty();
		}
		FutureTask<T> task = new FutureTask<>(statement);
		try {
			this.threads.execute(task);
			return Optional.of(task.get(this.patience.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (ExecutionException ex) {
			pause(String.valueOf(ex.getCause()));
		}
		catch (TimeoutException | RejectedExecutionException ex) {
			pause("it did not answer within %d ms".formatted(this.patience.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			task.cancel(true);
		}
		return Optional.empty();
	}

	private void pause(String reason) {
		if (!isPause()) {
			logger.warn("The database is not asked for tokens of other nodes for {} s: {}", PAUSE.toSeconds(), reason);
		}
		this.askAgain = this.nanoTime.getAsLong() + PAUSE.toNanos();
	}

	private boolean isPause() {
		return this.nanoTime.getAsLong() - this.askAgain < 0;
	}

	@Override
	public void close() {
		this.watch.shutdownNow();
		this.threads.shutdownNow();
	}

}
