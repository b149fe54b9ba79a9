package io.claimflow.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
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
 * another node may have renewed. If the database does not answer at once, the node goes
 * on with what it knows, and asks again some seconds later.
 */
final class SharedTokenStore implements TokenStore, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SharedTokenStore.class);

	/** More than the time in which a token is renewed before its end. */
	private static final Duration FRESH = Duration.ofSeconds(90);

	/** A run waits for it. */
	private static final Duration PATIENCE = Duration.ofMillis(500);

	private static final Duration PAUSE = Duration.ofSeconds(10);

	private static final int STATEMENTS = 8;

	private final TokenTable table;

	private final Clock clock;

	private final InMemoryTokenStore memory = new InMemoryTokenStore();

	private final ThreadPoolExecutor threads = new ThreadPoolExecutor(0, STATEMENTS, 30, TimeUnit.SECONDS,
			new SynchronousQueue<>(), (task) -> {
				Thread thread = new Thread(task, "claimflow-tokens");
				thread.setDaemon(true);
				return thread;
			});

	private final LongSupplier nanoTime;

	private volatile long askAgain;

	SharedTokenStore(TokenTable table, Clock clock) {
		this(table, clock, System::nanoTime);
	}

	/**
	 * Creates a store.
	 * @param clock says which tokens have expired
	 * @param nanoTime says how long a pause lasts, whatever happens to the clock
	 */
	SharedTokenStore(TokenTable table, Clock clock, LongSupplier nanoTime) {
		this.table = table;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.askAgain = nanoTime.getAsLong();
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
	}

	@Override
	public boolean mayRenew(String key) {
		return ask(() -> this.table.mayRenew(key)).orElse(true);
	}

	private <T> Optional<T> ask(Callable<T> statement) {
		if (isPause()) {
			return Optional.empty();
		}
		FutureTask<T> task = new FutureTask<>(statement);
		try {
			this.threads.execute(task);
			return Optional.of(task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (ExecutionException ex) {
			pause(String.valueOf(ex.getCause()));
		}
		catch (TimeoutException | RejectedExecutionException ex) {
			pause("it did not answer within %d ms".formatted(PATIENCE.toMillis()));
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
		this.threads.shutdownNow();
	}

}
