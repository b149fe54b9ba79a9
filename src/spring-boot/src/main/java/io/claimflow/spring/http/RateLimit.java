package io.claimflow.spring.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.springframework.util.Assert;

/**
 * A limit of calls per caller and minute, counted in windows of a minute. The callers
 * that have not called for the longest are forgotten first.
 */
public final class RateLimit {

	private static final int CALLERS = 1000;

	private static final long MINUTE = 60_000_000_000L;

	private final int callsPerMinute;

	private final LongSupplier nanoTime;

	private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
			return size() > CALLERS;
		}

	};

	/**
	 * Creates a limit.
	 * @param callsPerMinute the calls that each caller may make
	 * @param nanoTime the time in nanoseconds, from any point
	 */
	public RateLimit(int callsPerMinute, LongSupplier nanoTime) {
		Assert.isTrue(callsPerMinute > 0, "There is no call to make");
		this.callsPerMinute = callsPerMinute;
		this.nanoTime = nanoTime;
	}

	/** Whether a caller may make one more call now. */
	public synchronized boolean allows(String caller) {
		long now = this.nanoTime.getAsLong();
		Window window = this.windows.get(caller);
		if (window == null || now - window.since >= MINUTE) {
			window = new Window(now);
			this.windows.put(caller, window);
		}
		return ++window.calls <= this.callsPerMinute;
	}

	/** The calls of a caller since a time. */
	private static final class Window {

		private final long since;

		private int calls;

		Window(long since) {
			this.since = since;
		}

	}

}
