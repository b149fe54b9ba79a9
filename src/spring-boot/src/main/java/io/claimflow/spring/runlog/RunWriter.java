package io.claimflow.spring.runlog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import io.claimflow.spring.jdbc.DatabaseFailures;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/**
 * Writes runs in batches, on a thread of its own. Nobody waits for it: what finds no room
 * in its queue is dropped, and so is a batch that cannot be written. Both are counted,
 * and said once a minute.
 */
final class RunWriter implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(RunWriter.class);

	/** Before the web server starts, and until after it has stopped. */
	private static final int PHASE = Integer.MAX_VALUE - 4096;

	private static final Duration REST = Duration.ofMillis(100);

	private static final Duration LONGEST_REST = Duration.ofSeconds(5);

	private static final Duration LOOK = Duration.ofMillis(200);

	/** What waits when the application stops is written within this time. */
	private static final Duration LAST = Duration.ofSeconds(3);

	private final BlockingQueue<RunCapture> queue;

	private final Function<RunCapture, RunRecord> records;

	private final List<RunSink> sinks;

	private final int batch;

	/** So many runs are not kept waiting for others. */
	private final int enough;

	private final Duration linger;

	private final DroppedRuns dropped;

	private volatile @Nullable Thread thread;

	private volatile boolean stopping;

	private int failures;

	/**
	 * Creates a writer, which begins when the application does.
	 * @param records makes what is written of what waits
	 * @param sinks where it is written to
	 * @param dropped counts
	 */
	RunWriter(RunLogProperties properties, Function<RunCapture, RunRecord> records, List<RunSink> sinks,
			DroppedRuns dropped) {
		this.queue = new ArrayBlockingQueue<>(properties.queue());
		this.batch = properties.batch();
		this.enough = Math.min(properties.batch(), (properties.queue() + 1) / 2);
		this.linger = properties.linger();
		this.records = records;
		this.sinks = List.copyOf(sinks);
		this.dropped = dropped;
	}

	/**
	 * Takes a run, or drops it. To wake a thread up costs a request more than all else
	 * here, so that is done for a batch, and not for each run.
	 */
	void take(RunCapture run) {
		if (!this.queue.offer(run)) {
			this.dropped.add(DroppedRuns.Reason.QUEUE, 1, "as many as claimflow.runs.queue wait to be written");
		}
		else if (this.queue.size() >= this.enough) {
			LockSupport.unpark(this.thread);
		}
	}

	/** The number of runs that wait. */
	int waiting() {
		return this.queue.size();
	}

	@Override
	public synchronized void start() {
		Thread thread = new Thread(this::write, "claimflow-runs");
		thread.setDaemon(true);
		this.stopping = false;
		this.thread = thread;
		thread.start();
	}

	private void write() {
		List<RunCapture> next = new ArrayList<>(this.batch);
		while (!this.stopping || !this.queue.isEmpty()) {
			try {
				collect(next);
				if (!next.isEmpty()) {
					write(next);
				}
				this.dropped.say();
			}
			catch (InterruptedException ex) {
				return;
			}
			catch (RuntimeException | Error ex) {
				this.dropped.add(DroppedRuns.Reason.FAILURE, next.size(), "the run log itself failed");
				logger.error("Runs could not be recorded", ex);
			}
			finally {
				next.clear();
			}
		}
		this.dropped.say();
	}

	/** Whoever waits here looks up now and then, since the application may stop. */
	private void collect(List<RunCapture> next) throws InterruptedException {
		RunCapture first = this.queue.poll(this.stopping ? 0 : LOOK.toNanos(), TimeUnit.NANOSECONDS);
		if (first == null) {
			return;
		}
		next.add(first);
		long end = System.nanoTime() + this.linger.toNanos();
		this.queue.drainTo(next, this.batch - next.size());
		while (next.size() < this.batch && System.nanoTime() - end < 0 && !this.stopping) {
			LockSupport.parkNanos(this, Math.min(end - System.nanoTime(), LOOK.toNanos()));
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			this.queue.drainTo(next, this.batch - next.size());
		}
	}

	private void write(List<RunCapture> captures) throws InterruptedException {
		List<RunRecord> runs = captures.stream().map(this.records).toList();
		boolean written = false;
		boolean failed = false;
		for (RunSink sink : this.sinks) {
			boolean taken = write(sink, runs);
			written |= taken;
			failed |= !taken;
		}
		if (written) {
			this.dropped.written(runs.size());
		}
		this.failures = failed ? this.failures + 1 : 0;
		if (failed && !this.stopping) {
			Thread.sleep(Math.min(REST.toMillis() << Math.min(this.failures - 1, 10), LONGEST_REST.toMillis()));
		}
	}

	private boolean write(RunSink sink, List<RunRecord> runs) {
		try {
			sink.write(runs);
			return true;
		}
		catch (DataIntegrityViolationException ex) {
			return runs.size() > 1 ? writeEach(sink, runs) : failed(runs, ex);
		}
		catch (RuntimeException ex) {
			return failed(runs, ex);
		}
	}

	/** One row that a table does not take costs no other. */
	private boolean writeEach(RunSink sink, List<RunRecord> runs) {
		runs.forEach((run) -> write(sink, List.of(run)));
		return true;
	}

	private boolean failed(List<RunRecord> runs, RuntimeException ex) {
		logger.debug("Runs were not recorded", ex);
		this.dropped.add(DroppedRuns.Reason.FAILURE, runs.size(), describe(ex));
		return false;
	}

	private static String describe(RuntimeException ex) {
		return (ex instanceof DataAccessException || ex instanceof TransactionException) ? DatabaseFailures.describe(ex)
				: "they could not be written: " + ex.getClass().getName();
	}

	@Override
	public void stop() {
		Thread thread;
		synchronized (this) {
			thread = this.thread;
			this.thread = null;
		}
		if (thread == null) {
			return;
		}
		this.stopping = true;
		try {
			thread.join(LAST.toMillis());
			thread.interrupt();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
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
