package io.claimflow.spring.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.claimflow.fetch.FetchEnd;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one run. They begin on the run's thread and end on any other.
 */
public final class RunCalls {

	private static final ThreadLocal<@Nullable RunCalls> CURRENT = new ThreadLocal<>();

	private final long start = System.nanoTime();

	private final List<RunCall> ended = new ArrayList<>();

	/** Runs a workflow whose calls are these. */
	public <T> T during(Supplier<T> run) {
		return within(this, run);
	}

	/** The calls that have ended, in that order. */
	public synchronized List<RunCall> ended() {
		return List.copyOf(this.ended);
	}

	private synchronized void ended(RunCall call) {
		this.ended.add(call);
	}

	/**
	 * Notes that the current run begins a call.
	 * @param method the method, or {@code OTHER}
	 * @return is told how it ended
	 */
	static Consumer<FetchEnd> began(String method) {
		RunCalls calls = CURRENT.get();
		if (calls == null) {
			return (end) -> {
			};
		}
		long begun = System.nanoTime();
		return (end) -> calls.ended(new RunCall(method, Duration.ofNanos(begun - calls.start),
				Duration.ofNanos(System.nanoTime() - begun), end));
	}

	/** Carries what is current over to another thread. */
	static Runnable carry(Runnable work) {
		RunCalls calls = CURRENT.get();
		return (calls == null) ? work : () -> within(calls, () -> {
			work.run();
			return true;
		});
	}

	private static <T> T within(RunCalls calls, Supplier<T> work) {
		RunCalls outer = CURRENT.get();
		CURRENT.set(calls);
		try {
			return work.get();
		}
		finally {
			if (outer == null) {
				CURRENT.remove();
			}
			else {
				CURRENT.set(outer);
			}
		}
	}

}
