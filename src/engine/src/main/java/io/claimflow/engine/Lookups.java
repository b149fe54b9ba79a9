package io.claimflow.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

import io.claimflow.Environment;
import io.claimflow.binding.HostFunctionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up variables where that can take time, on threads of their own: no run waits
 * longer than it may, whatever a database or a vault does.
 */
final class Lookups implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Lookups.class);

	private final Environment environment;

	private final UnaryOperator<Runnable> context;

	private final ThreadPoolExecutor threads;

	/**
	 * Creates the threads as they are needed.
	 * @param environment is asked for variables
	 * @param maximum the number of lookups that go on at a time, those included that
	 * nobody waits for any more
	 * @param context carries over what belongs to the thread that asks
	 */
	Lookups(Environment environment, int maximum, UnaryOperator<Runnable> context) {
		this.environment = environment;
		this.context = context;
		this.threads = new ThreadPoolExecutor(0, maximum, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), (task) -> {
			Thread thread = new Thread(task, "claimflow-variables");
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Looks up a variable.
	 * @param patience how long to wait for it
	 * @throws HostFunctionException if it cannot be told within that time
	 */
	Optional<Environment.Variable> find(String name, Duration patience) {
		FutureTask<Optional<Environment.Variable>> lookup = new FutureTask<>(() -> this.environment.get(name));
		try {
			this.threads.execute(this.context.apply(lookup));
			return lookup.get(patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			throw failure(name, "%d lookups are under way, which is the most there can be at once"
				.formatted(this.threads.getMaximumPoolSize()));
		}
		catch (TimeoutException ex) {
			throw failure(name, "there was no answer within %d ms".formatted(patience.toMillis()));
		}
		catch (ExecutionException ex) {
			logger.error("A variable could not be looked up: {}", described(ex.getCause()));
			throw failure(name, "the server's log has the reason");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failure(name, "the run was interrupted");
		}
		finally {
			lookup.cancel(true);
		}
	}

	private static HostFunctionException failure(String name, String reason) {
		return new HostFunctionException("The variable \"%s\" could not be looked up: %s".formatted(name, reason));
	}

	/** What failed, and why it did, in one line. */
	private static String described(Throwable thrown) {
		Throwable root = thrown;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root == thrown) ? String.valueOf(thrown) : thrown + ", because of " + root;
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
