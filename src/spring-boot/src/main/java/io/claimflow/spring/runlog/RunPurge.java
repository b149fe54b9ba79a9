package io.claimflow.spring.runlog;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import io.claimflow.spring.jdbc.DatabaseFailures;
import io.claimflow.spring.jdbc.RecurringWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Removes rows that are too old or too many, in small batches. One node does so at a
 * time.
 */
final class RunPurge implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(RunPurge.class);

	private static final String WORK = "runs";

	static final int BATCH = 1000;

	/** In one turn: so many rows come while nobody removes any. */
	private static final int BATCHES = 500;

	private final RunTable table;

	private final RecurringWork work;

	private final String node;

	private final Duration keep;

	private final long rows;

	private final Duration interval;

	private @Nullable ScheduledThreadPoolExecutor thread;

	RunPurge(RunTable table, RecurringWork work, String node, RunLogProperties properties) {
		this.table = table;
		this.work = work;
		this.node = node;
		this.keep = properties.keep();
		this.rows = properties.keepRows();
		this.interval = properties.purgeInterval();
	}

	@Override
	public synchronized void start() {
		ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "claimflow-runs-purge");
			thread.setDaemon(true);
			return thread;
		});
		started.scheduleWithFixedDelay(this::attempt, this.interval.toNanos(), this.interval.toNanos(),
				TimeUnit.NANOSECONDS);
		this.thread = started;
	}

	private void attempt() {
		try {
			if (this.work.take(WORK, this.node, this.interval).isPresent()) {
				long removed = purge(() -> this.table.removeOlder(this.keep, BATCH))
						+ purge(() -> this.table.removeBeyond(this.rows, BATCH));
				logger.debug("{} runs were removed from the run log", removed);
			}
		}
		catch (DataAccessException ex) {
			logger.debug("Old runs were not removed: {}", DatabaseFailures.describe(ex), ex);
		}
		catch (RuntimeException ex) {
			logger.error("Old runs could not be removed; it is tried again", ex);
		}
	}

	private static long purge(IntSupplier batch) {
		long removed = 0;
		for (int i = 0; i < BATCHES && !Thread.currentThread().isInterrupted(); i++) {
			int rows = batch.getAsInt();
			removed += rows;
			if (rows < BATCH) {
				break;
			}
		}
		return removed;
	}

	@Override
	public synchronized void stop() {
		if (this.thread != null) {
			this.thread.shutdownNow();
			this.thread = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

}
