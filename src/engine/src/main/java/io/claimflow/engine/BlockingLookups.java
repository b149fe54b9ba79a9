package io.claimflow.engine;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

import io.claimflow.binding.HostFunctionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up variables and keys where that can take time, on threads of their own: no run
 * waits longer than it may, whatever a database or a vault does.
 */
final class BlockingLookups implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(BlockingLookups.class);

	private final UnaryOperator<Runnable> context;

	private final ThreadPoolExecutor threads;

	/**
	 * Creates the threads as they are needed.
	 * @param maximum the number of lookups that go on at a time, those included that
	 * nobody waits for any more
	 * @param context carries over what belongs to the thread that asks
	 */
	BlockingLookups(int maximum, UnaryOperator<Runnable> context) {
		this.context = context;
		this.threads = new ThreadPoolExecutor(0, maximum, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), (task) -> {
			Thread thread = new Thread(task, "claimflow-lookup");
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Looks something up.
	 * @param what what it is, as an error calls it
	 * @param patience how long to wait for it
	 * @throws HostFunctionException if it cannot be told within that time
	 */
	<T> T find(String what, Callable<T> look, Duration patience) {
		FutureTask<T> lookup = new FutureTask<>(look);
		try {
			this.threads.execute(this.context.apply(lookup));
			return lookup.get(patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			throw failure(what, "%d lookups are under way, which is the most there can be at once"
				.formatted(this.threads.getMaximumPoolSize()));
		}
		catch (TimeoutException ex) {
			throw failure(what, "there was no answer within %d ms".formatted(patience.toMillis()));
		}
		catch (ExecutionException ex) {
			logger.error("{} could not be looked up: {}", what,
					described((ex.getCause() != null) ? ex.getCause() : ex));
			throw failure(what, "the server's log has the reason");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failure(what, "the run was interrupted");
		}
		finally {
			lookup.cancel(true);
		}
	}

	private static HostFunctionException failure(String what, String reason) {
		return new HostFunctionException("%s could not be looked up: %s".formatted(what, reason));
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
