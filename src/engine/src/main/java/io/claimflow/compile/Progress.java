package io.claimflow.compile;

import java.time.Duration;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

/**
 * Which file a compilation is at, and for how long: the parser cannot be stopped, so
 * whoever waits for it has to know when to go.
 */
final class Progress {

	private volatile @Nullable Step step;

	private volatile boolean abandoned;

	/**
	 * Does work on a file.
	 * @throws CancellationException if nobody waits any more
	 */
	<T, E extends Exception> T during(SourceText source, Work<T, E> work) throws E {
		if (this.abandoned) {
			throw new CancellationException("Nobody waits for the compilation any more");
		}
		this.step = new Step(source, System.nanoTime());
		try {
			return work.work();
		}
		finally {
			this.step = null;
		}
	}

	/** The file that it is at, or null if it is between two files. */
	@Nullable Step step() {
		return this.step;
	}

	/** Ends the compilation before the next file. */
	void abandon() {
		this.abandoned = true;
	}

	/**
	 * Work on a file.
	 *
	 * @param <T> what it makes
	 * @param <E> why it may fail
	 */
	@FunctionalInterface
	interface Work<T, E extends Exception> {

		T work() throws E;

	}

	/**
	 * A file that is being compiled.
	 *
	 * @param source the file
	 * @param start when that began, as {@link System#nanoTime()}
	 */
	record Step(SourceText source, long start) {

		/** How much of the time that it may take is left. */
		Duration left(Duration time) {
			return time.minusNanos(System.nanoTime() - this.start);
		}

	}

}
