package io.claimflow.spring.runlog.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.claimflow.spring.http.RefusedCallException;
import io.claimflow.spring.runlog.RunFilter;
import io.claimflow.spring.runlog.RunStore;
import io.claimflow.spring.runlog.StoredRun;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Event streams of runs as they are written, on any node: each looks into the table again
 * and again, on the thread of its request. There is a bounded number of them, and each
 * ends after a time.
 *
 * @see <a href=
 * "https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
final class RunStreams {

	private static final Logger logger = LoggerFactory.getLogger(RunStreams.class);

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/** Proxies end a connection on which nothing comes. */
	private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(10);

	/** What another node began to write before may come so much later. */
	private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(3);

	private final RunStore store;

	private final RunHttpProperties properties;

	private final Semaphore permits;

	private final CountDownLatch closed = new CountDownLatch(1);

	RunStreams(RunStore store, RunHttpProperties properties) {
		this.store = store;
		this.properties = properties;
		this.permits = new Semaphore(properties.streams());
	}

	/** Web servers wait for requests that are under way. */
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.closed.countDown();
	}

	/**
	 * Opens a stream.
	 * @param filter which runs
	 * @param above those with a higher number, or empty for those that come from now on
	 * @throws RefusedCallException if there are as many streams as there can be
	 */
	ServerResponse open(RunFilter filter, OptionalLong above) {
		if (!this.permits.tryAcquire()) {
			throw new RefusedCallException(429, "Too many streams",
					"As many streams as claimflow.runs.http.streams are open; try again later");
		}
		try {
			long start = above.isPresent() ? above.getAsLong() : this.store.newest();
			return ServerResponse.ok()
				.contentType(new MediaType(MediaType.TEXT_EVENT_STREAM, StandardCharsets.UTF_8))
				.header(HttpHeaders.CACHE_CONTROL, "no-store")
				.header("X-Accel-Buffering", "no")
				.build((request, response) -> {
					try {
						follow(filter, start, response);
					}
					finally {
						this.permits.release();
					}
					return null;
				});
		}
		catch (RuntimeException ex) {
			this.permits.release();
			throw ex;
		}
	}

	/** Whoever has left is noticed when something is written. */
	private void follow(RunFilter filter, long start, HttpServletResponse response) {
		Position position = new Position(start);
		long end = System.nanoTime() + this.properties.streamTime().toNanos();
		long beat = System.nanoTime();
		try {
			OutputStream stream = response.getOutputStream();
			do {
				StringBuilder text = new StringBuilder();
				for (StoredRun run : next(filter, position)) {
					text.append("id: ")
						.append(run.number())
						.append("\nevent: run\ndata: ")
						.append(JSON.writeValueAsString(RunBodies.summary(run)))
						.append("\n\n");
				}
				if (text.isEmpty() && System.nanoTime() - beat >= 0) {
					text.append(": still here\n\n");
				}
				if (!text.isEmpty()) {
					stream.write(text.toString().getBytes(StandardCharsets.UTF_8));
					stream.flush();
					beat = System.nanoTime() + BEAT_NANOS;
				}
			}
			while (!this.closed.await(this.properties.poll().toNanos(), TimeUnit.NANOSECONDS)
					&& System.nanoTime() - end < 0);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException | DataAccessException ex) {
			logger.debug("A stream of runs has ended early", ex);
		}
	}

	private List<StoredRun> next(RunFilter filter, Position position) {
		List<StoredRun> runs = this.store.listAbove(filter, position.above(), RunStore.LISTED)
			.stream()
			.filter((run) -> position.isNew(run.number()))
			.toList();
		position.look(System.nanoTime());
		return runs;
	}

	/**
	 * Where a stream is. Rows become visible when their batch is complete, so one with a
	 * lower number can come after one with a higher number: the last seconds are looked
	 * at again.
	 */
	private static final class Position {

		private final Set<Long> seen = new HashSet<>();

		private final Deque<long[]> looks = new ArrayDeque<>();

		private long above;

		private long newest;

		Position(long start) {
			this.above = start;
			this.newest = start;
		}

		long above() {
			return this.above;
		}

		boolean isNew(long number) {
			this.newest = Math.max(this.newest, number);
			return this.seen.add(number);
		}

		/**
		 * A look is over. What it found is gone past once nothing before it can come, or
		 * there is more than a look gives.
		 */
		void look(long now) {
			this.looks.add(new long[] { now, this.newest });
			while (!this.looks.isEmpty()
					&& (now - this.looks.getFirst()[0] > LATE_NANOS || this.seen.size() >= RunStore.LISTED)) {
				this.above = this.looks.removeFirst()[1];
				this.seen.removeIf((number) -> number <= this.above);
			}
		}

	}

}
