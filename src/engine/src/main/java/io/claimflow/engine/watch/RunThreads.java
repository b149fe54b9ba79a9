package io.claimflow.engine.watch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The threads on which code of authors runs. Whoever asks for work waits for its answer
 * and not for the thread, since some operations cannot be stopped once they run. They are
 * platform threads, because the virtual machine counts what those use.
 */
public final class RunThreads implements AutoCloseable {

	private final AtomicInteger abandoned = new AtomicInteger();

	private final AtomicInteger names = new AtomicInteger();

	private final ThreadPoolExecutor threads;

	private final UnaryOperator<Runnable> context;

	/**
	 * Creates the threads as they are needed. Their number is bounded by who asks.
	 * @param stackBytes the stack of each, in bytes
	 * @param context carries over what belongs to the thread that asks
	 */
	public RunThreads(int stackBytes, UnaryOperator<Runnable> context) {
		this.context = context;
		this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(),
				(task) -> {
					Thread thread = new Thread(null, task, "claimflow-worker-" + this.names.incrementAndGet(),
							stackBytes);
					thread.setDaemon(true);
					return thread;
				});
	}

	/**
	 * Does work on a thread of its own and waits for the answer.
	 * @param work what to do
	 * @param patience how much longer somebody waits; asked again when that is over
	 * @param ended is run when the thread has ended the work, or never began it
	 * @return the answer
	 * @throws AbandonedException if the work goes on after that time
	 * @throws InterruptedException if the caller was interrupted, and the work with it
	 */
	public <T> T call(Work<T> work, Supplier<Duration> patience, Runnable ended)
			throws AbandonedException, InterruptedException {
		Job<T> job = new Job<>(work, ended);
		Future<?> running = submit(job);
		try {
			return answer(job, patience);
		}
		catch (InterruptedException ex) {
			job.abandon();
			running.cancel(true);
			job.withdraw();
			throw ex;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex.getCause());
		}
	}

	private static <T> T answer(Job<T> job, Supplier<Duration> patience)
			throws AbandonedException, InterruptedException, ExecutionException {
		while (true) {
			Duration left = patience.get();
			try {
				return job.answer.get(left.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				if (left.isZero()) {
					job.abandon();
					throw new AbandonedException(job.end);
				}
			}
		}
	}

	private Future<?> submit(Job<?> job) {
		try {
			Runnable task = this.context.apply(job);
			return this.threads.submit(() -> job.runWithin(task));
		}
		catch (RuntimeException | Error ex) {
			job.withdraw();
			throw ex;
		}
	}

	/** The threads that still work on what nobody waits for any more. */
	public int abandoned() {
		return this.abandoned.get();
	}

	public boolean areClosed() {
		return this.threads.isShutdown();
	}

	@Override
	public void close() {
		this.threads.shutdown();
	}

	/**
	 * Work that gives its answer before it has cleared up.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	public interface Work<T> {

		void work(Consumer<T> answer);

	}

	/** Work goes on although nobody waits any more. */
	public static final class AbandonedException extends Exception {

		private static final long serialVersionUID = 1L;

		private final transient CompletableFuture<?> end;

		private AbandonedException(CompletableFuture<?> end) {
			super("The work could not be stopped");
			this.end = end;
		}

		/** What to do once the work has ended after all. */
		public void onReturn(Runnable action) {
			this.end.thenRun(action);
		}

	}

	private final class Job<T> implements Runnable {

		private final Work<T> work;

		private final Runnable ended;

		private final CompletableFuture<T> answer = new CompletableFuture<>();

		private final CompletableFuture<Void> end = new CompletableFuture<>();

		/** Whether the work has begun, or never will. */
		private final AtomicBoolean begun = new AtomicBoolean();

		/** Whether the work has ended, or nobody waits for it. */
		private final AtomicBoolean over = new AtomicBoolean();

		Job(Work<T> work, Runnable ended) {
			this.work = work;
			this.ended = ended;
		}

		/** Runs what carries the context over, which may fail before the work begins. */
		void runWithin(Runnable task) {
			try {
				task.run();
			}
			catch (Throwable ex) {
				this.answer.completeExceptionally(ex);
			}
			finally {
				withdraw();
			}
		}

		/** Ends the work here and now if it has not begun. */
		void withdraw() {
			if (this.begun.compareAndSet(false, true)) {
				this.answer.completeExceptionally(new IllegalStateException("The work was never begun"));
				end();
			}
		}

		@Override
		public void run() {
			if (!this.begun.compareAndSet(false, true)) {
				return;
			}
			try {
				this.work.work(this.answer::complete);
				this.answer.completeExceptionally(new IllegalStateException("The work ended without an answer"));
			}
			catch (Throwable ex) {
				this.answer.completeExceptionally(ex);
			}
			finally {
				end();
			}
		}

		private void end() {
			try {
				this.ended.run();
			}
			finally {
				this.end.complete(null);
				if (!this.over.compareAndSet(false, true)) {
					RunThreads.this.abandoned.decrementAndGet();
				}
			}
		}

		void abandon() {
			RunThreads.this.abandoned.incrementAndGet();
			if (!this.over.compareAndSet(false, true)) {
				RunThreads.this.abandoned.decrementAndGet();
			}
		}

	}

}
