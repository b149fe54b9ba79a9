package io.claimflow.engine;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import io.claimflow.Failure;
import io.claimflow.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the limits of time and memory: cancels a realm that is over one of them, whatever
 * it is doing.
 */
final class Watchdog implements AutoCloseable {

	/** Most runs end before the first look. */
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, daemon("claimflow-watchdog"));

	/** Cancelling waits for the realm, so the clock does not do it. */
	private final ExecutorService cancelling = Executors.newCachedThreadPool(daemon("claimflow-cancel"));

	Watchdog() {
		this.clock.setRemoveOnCancelPolicy(true);
	}

	private static ThreadFactory daemon(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

	/** Watches over a realm in which the current thread is about to work. */
	Watch watch(Realm realm, Limits limits) {
		return new Watch(realm, limits);
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
		this.cancelling.shutdown();
	}

	/** The watch over one realm. */
	final class Watch implements AutoCloseable {

		private final Realm realm;

		private final Limits limits;

		private final AllocatedBytes allocated = AllocatedBytes.ofCurrentThread();

		private final long start = System.nanoTime();

		private volatile Failure.@Nullable Kind exceeded;

		private volatile boolean closed;

		private volatile Future<?> next;

		private Watch(Realm realm, Limits limits) {
			this.realm = realm;
			this.limits = limits;
			this.next = nextLook(this.start);
		}

		private Future<?> nextLook(long now) {
			long left = this.start + this.limits.deadline().toNanos() - now;
			return Watchdog.this.clock.schedule(this::look, Math.min(LOOK_NANOS, left), TimeUnit.NANOSECONDS);
		}

		private void look() {
			long now = System.nanoTime();
			if (this.closed) {
				return;
			}
			if (now - this.start >= this.limits.deadline().toNanos()) {
				exceed(Failure.Kind.DEADLINE);
			}
			else if (this.allocated.sinceThen() > this.limits.allocatedBytes()) {
				exceed(Failure.Kind.MEMORY);
			}
			else {
				this.next = nextLook(now);
			}
		}

		private void exceed(Failure.Kind limit) {
			this.exceeded = limit;
			Watchdog.this.cancelling.execute(this.realm::cancel);
		}

		/** The limit that ended the work in the realm, if one did. */
		Optional<Failure.Kind> exceeded() {
			return Optional.ofNullable(this.exceeded);
		}

		@Override
		public void close() {
			this.closed = true;
			this.next.cancel(false);
		}

	}

}
