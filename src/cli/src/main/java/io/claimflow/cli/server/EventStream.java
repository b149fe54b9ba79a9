package io.claimflow.cli.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Server-sent events as they come. One on which nothing comes for a time is over, since a
 * server sends comments while it has no events.
 *
 * @see <a href=
 * "https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
final class EventStream implements AutoCloseable {

	/** More than any event has. */
	private static final int EVENT = 1 << 20;

	private final InputStream in;

	private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "claimflow-stream");
		thread.setDaemon(true);
		return thread;
	});

	private volatile long heard = System.nanoTime();

	/**
	 * Reads a stream.
	 * @param in the stream
	 * @param silence the time after which a stream on which nothing comes is over
	 */
	EventStream(InputStream in, Duration silence) {
		this.in = new BufferedInputStream(in);
		long period = Math.max(1, silence.toMillis() / 4);
		this.watch.scheduleWithFixedDelay(() -> {
			if (System.nanoTime() - this.heard > silence.toNanos()) {
				close();
			}
		}, period, period, TimeUnit.MILLISECONDS);
	}

	/**
	 * Waits for the next event.
	 * @return its data, or empty if the stream has ended
	 * @throws IOException if the connection is lost, or silent
	 */
	Optional<String> next() throws IOException {
		StringBuilder data = new StringBuilder();
		for (Optional<String> line = line(); line.isPresent(); line = line()) {
			this.heard = System.nanoTime();
			String text = line.get();
			if (text.isEmpty() && !data.isEmpty()) {
				return Optional.of(data.toString());
			}
			if (text.startsWith("data:")) {
				data.append(data.isEmpty() ? "" : "\n").append(text.substring("data:".length()).strip());
				if (data.length() > EVENT) {
					throw tooLong();
				}
			}
		}
		return Optional.empty();
	}

	/** A line without its end, which a server of ours writes as a line feed. */
	private Optional<String> line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.in.read(); next >= 0; next = this.in.read()) {
			if (next == '\n') {
				return Optional.of(line.toString(StandardCharsets.UTF_8));
			}
			line.write(next);
			if (line.size() > EVENT) {
				throw tooLong();
			}
		}
		return Optional.empty();
	}

	private static IOException tooLong() {
		return new IOException("An event has more than " + EVENT + " bytes");
	}

	@Override
	public void close() {
		this.watch.shutdownNow();
		try {
			this.in.close();
		}
		catch (IOException ex) {
			// Nothing is read from it any more.
		}
	}

}
