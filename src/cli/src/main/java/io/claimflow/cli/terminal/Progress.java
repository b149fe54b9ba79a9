package io.claimflow.cli.terminal;

import java.io.PrintStream;

import io.claimflow.cli.terminal.Terminal.Capabilities;
import org.jspecify.annotations.Nullable;

/**
 * A line that says what goes on, and for how long. It appears after half a second, and is
 * gone once the work is done.
 */
public final class Progress implements AutoCloseable {

	static final Progress NONE = new Progress(null);

	private static final long PATIENCE = 500;

	private final @Nullable Thread thread;

	private Progress(@Nullable Thread thread) {
		this.thread = thread;
	}

	static Progress start(PrintStream err, String activity, Capabilities capabilities) {
		Thread thread = new Thread(() -> show(err, activity, capabilities.columns() - 1), "claimflow-progress");
		thread.setDaemon(true);
		thread.start();
		return new Progress(thread);
	}

	private static void show(PrintStream err, String activity, int columns) {
		long start = System.nanoTime();
		boolean shown = false;
		try {
			Thread.sleep(PATIENCE);
			while (true) {
				long seconds = (System.nanoTime() - start) / 1_000_000_000;
				String line = activity + ((seconds > 0) ? " (" + seconds + " s)" : "") + " …";
				shown = true;
				err.print("\r" + line.substring(0, Math.min(line.length(), columns)));
				err.flush();
				Thread.sleep(1000);
			}
		}
		catch (InterruptedException ex) {
			if (shown) {
				err.print("\r\u001B[K");
				err.flush();
			}
		}
	}

	/** The work is done: the line disappears. */
	@Override
	public void close() {
		if (this.thread != null) {
			this.thread.interrupt();
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
