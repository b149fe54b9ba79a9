package io.claimflow.engine;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Keeps deadlines: cancels a realm that is still at work when its time is over, whatever
 * it is doing.
 */
final class Watchdog implements AutoCloseable {

	private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, daemon("claimflow-deadline"));

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

	Watch watch(Realm realm, Duration deadline) {
		return new Watch(realm, deadline);
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
		this.cancelling.shutdown();
	}

	/** The watch over one realm. */
	final class Watch implements AutoCloseable {

		private final Future<?> alarm;

		private volatile boolean expired;

		private Watch(Realm realm, Duration deadline) {
			this.alarm = Watchdog.this.clock.schedule(() -> expire(realm), deadline.toNanos(), TimeUnit.NANOSECONDS);
		}

		private void expire(Realm realm) {
			this.expired = true;
			Watchdog.this.cancelling.execute(realm::cancel);
		}

		/** Whether the deadline passed while the realm was at work. */
		boolean expired() {
			return this.expired;
		}

		@Override
		public void close() {
			this.alarm.cancel(false);
		}

	}

}
