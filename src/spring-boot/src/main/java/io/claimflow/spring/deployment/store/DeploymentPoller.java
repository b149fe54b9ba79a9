package io.claimflow.spring.deployment.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import io.claimflow.spring.jdbc.DatabaseFailures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * A poller of what is live: one read of one row by its key, and every few seconds a line
 * about this node for the others. While the database does not answer, it asks less and
 * less often, and what is live stays live. Nothing notifies it: a notification can be
 * lost, and a poll is needed all the same.
 */
final class DeploymentPoller implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(DeploymentPoller.class);

	/** Before the web server starts, and until after it has stopped. */
	private static final int PHASE = Integer.MAX_VALUE - 4096;

	/** Nodes do not ask in step: a delay is that much shorter or longer. */
	private static final double JITTER = 0.1;

	/** Polls after a change in which this node looks at the others, too. */
	private static final int WATCHED = 10;

	private final LiveNode node;

	private final NodeRows nodes;

	private final String name;

	private final Duration interval;

	private final Duration backOff;

	private final long reportNanos;

	private @Nullable ScheduledThreadPoolExecutor thread;

	private volatile List<NodeStatus> known = List.of();

	private volatile boolean away;

	private int failures;

	private int watched;

	private long reportAt = System.nanoTime();

	/**
	 * Creates a poller, which begins when the application does.
	 * @param name the name of this node
	 * @param interval the time between two looks
	 * @param backOff the longest time between two looks while the database is away
	 * @param report the time after which this node says that it is still there
	 */
	DeploymentPoller(LiveNode node, NodeRows nodes, String name, Duration interval, Duration backOff, Duration report) {
		this.node = node;
		this.nodes = nodes;
		this.name = name;
		this.interval = interval;
		this.backOff = backOff;
		this.reportNanos = report.toNanos();
	}

	/** The name of this node. */
	String name() {
		return this.name;
	}

	/** The nodes as this one has seen them last, by name. */
	List<NodeStatus> known() {
		return this.known;
	}

	/** Why this node may not run what is live. */
	Optional<String> problem() {
		return this.away ? Optional.of("The database does not answer; what is live stays live") : this.node.problem();
	}

	@Override
	public synchronized void start() {
		ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "claimflow-deployments");
			thread.setDaemon(true);
			return thread;
		});
		started.setRemoveOnCancelPolicy(true);
		this.thread = started;
		this.node.whenChanged(this::reportSoon);
		started.execute(this::look);
	}

	/** Two changes in one moment need one report only. */
	private synchronized void reportSoon() {
		if (this.thread != null && this.thread.getQueue().size() < 2) {
			this.thread.execute(() -> attempt(true));
		}
	}

	private void look() {
		attempt(false);
		Duration delay = this.interval;
		for (int i = 0; i < this.failures && delay.compareTo(this.backOff) < 0; i++) {
			delay = delay.multipliedBy(2);
		}
		delay = (delay.compareTo(this.backOff) > 0 && this.failures > 0) ? this.backOff : delay;
		schedule((long) (delay.toNanos() * (1 + JITTER * ThreadLocalRandom.current().nextDouble(-1, 1))));
	}

	private synchronized void schedule(long nanos) {
		if (this.thread != null) {
			try {
				this.thread.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
			}
			catch (RejectedExecutionException ex) {
				// The application stops.
			}
		}
	}

	private void attempt(boolean report) {
		try {
			boolean changed = report || this.node.poll();
			if (changed) {
				this.watched = WATCHED;
			}
			if (changed || System.nanoTime() - this.reportAt >= 0) {
				report();
			}
			if (this.watched > 0) {
				this.watched--;
				this.known = this.nodes.list();
			}
			this.failures = 0;
			if (this.away) {
				this.away = false;
				logger.info("The database answers again; this node runs revision {} of what is live",
						this.node.revision());
			}
		}
		catch (DataAccessException | DeploymentException ex) {
			this.failures++;
			this.reportAt = System.nanoTime();
			if (!this.away) {
				this.away = true;
				logger.warn("What is live could not be read: {}. What is live here stays live, and is asked for again",
						DatabaseFailures.describe(ex));
				logger.debug("What is live could not be read", ex);
			}
		}
		catch (RuntimeException | Error ex) {
			logger.error("What is live could not be looked at; it is tried again", ex);
		}
	}

	private void report() {
		this.nodes.report(this.name, this.node.deployment(), this.node.revision(), this.node.problem().orElse(null));
		this.reportAt = System.nanoTime() + this.reportNanos;
		this.watched = Math.max(this.watched, 1);
	}

	@Override
	public void stop() {
		ScheduledThreadPoolExecutor stopped;
		synchronized (this) {
			stopped = this.thread;
			this.thread = null;
		}
		if (stopped == null) {
			return;
		}
		stopped.shutdownNow();
		try {
			if (stopped.awaitTermination(1, TimeUnit.SECONDS) && !this.away) {
				this.nodes.remove(this.name);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (DataAccessException ex) {
			logger.debug("The line of this node is left in the database until it is old", ex);
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
