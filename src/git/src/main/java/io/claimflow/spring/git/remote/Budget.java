package io.claimflow.spring.git.remote;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * What one pull may take: a time, at whose end its connections are closed and its thread
 * is interrupted, wherever it waits, and a number of bytes that it receives. It keeps the
 * first reason why the pull failed, which the git library would bury.
 */
final class Budget implements AutoCloseable {

	private final Duration time;

	private final long bytes;

	private final AtomicLong left;

	private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

	private final Set<Closeable> connections = ConcurrentHashMap.newKeySet();

	private final CompletableFuture<Boolean> end = new CompletableFuture<>();

	private final Thread thread = Thread.currentThread();

	private boolean closed;

	/**
	 * Begins.
	 * @param time how long it may take
	 * @param bytes how much may be received
	 */
	Budget(Duration time, long bytes) {
		this.time = time;
		this.bytes = bytes;
		this.left = new AtomicLong(bytes);
		this.end.orTimeout(time.toMillis(), TimeUnit.MILLISECONDS).exceptionally((ex) -> {
			// To close takes a moment, and nobody else's alarm waits for it.
			Thread closer = new Thread(this::expire, "claimflow-git-timeout");
			closer.setDaemon(true);
			closer.start();
			return false;
		});
	}

	long bytes() {
		return this.bytes;
	}

	/** Why the pull fails, if it does so for a reason that is known here. */
	Optional<String> problem() {
		return Optional.ofNullable(this.problem.get());
	}

	/** Keeps why the pull fails, and makes an exception of it. */
	IOException fail(String problem) {
		this.problem.compareAndSet(null, problem);
		return new IOException(problem);
	}

	/** Closes a connection at the end, or at once if that is over. */
	void opened(Closeable connection) throws IOException {
		this.connections.add(connection);
		if (this.problem.get() != null) {
			closeConnections();
			throw new IOException(this.problem.get());
		}
	}

	private void expire() {
		fail(("The repository was not read within %d s: look whether its server answers, or raise claimflow.git.time")
			.formatted(Math.max(1, this.time.toSeconds())));
		closeConnections();
		synchronized (this) {
			if (!this.closed) {
				this.thread.interrupt();
			}
		}
	}

	private void closeConnections() {
		for (Closeable connection : this.connections) {
			try {
				connection.close();
			}
			catch (IOException | RuntimeException ex) {
				// It is of no use any more.
			}
		}
	}

	/** A stream that ends with an exception when the budget does. */
	InputStream bound(InputStream stream) {
		return new FilterInputStream(stream) {

			@Override
			public int read() throws IOException {
				int read = super.read();
				count((read >= 0) ? 1 : 0);
				return read;
			}

			@Override
			public int read(byte[] buffer, int offset, int length) throws IOException {
				int read = super.read(buffer, offset, length);
				count(read);
				return read;
			}

			@Override
			public long skip(long n) throws IOException {
				long skipped = super.skip(n);
				count(skipped);
				return skipped;
			}

		};
	}

	private void count(long received) throws IOException {
		if (this.problem.get() != null) {
			throw new IOException(this.problem.get());
		}
		if (received > 0 && this.left.addAndGet(-received) < 0) {
			throw fail(("The repository sends more than %d bytes for one commit: keep large files out of it, or raise"
					+ " claimflow.git.maximum-size")
				.formatted(this.bytes));
		}
	}

	/** Ends: nothing of the pull stays open, and nobody interrupts its thread later. */
	@Override
	public void close() {
		this.end.complete(true);
		synchronized (this) {
			this.closed = true;
		}
		closeConnections();
	}

}
