package io.claimflow.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.claimflow.binding.HostFunctionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls to the outside that one run has begun. They go on side by side while the run
 * does, and end with it. Only the thread of the run touches this.
 */
final class HostCalls implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(HostCalls.class);

	private final int maximum;

	private final long end;

	private final Map<String, CompletableFuture<String>> underWay = new LinkedHashMap<>();

	private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

	private final List<Runnable> atEnd = new ArrayList<>();

	private int begun;

	private boolean interrupted;

	/**
	 * Creates the record of a run's calls.
	 * @param maximum the number of calls that the run may make
	 * @param deadline the time after which nobody waits for a call any more
	 */
	HostCalls(int maximum, Duration deadline) {
		this.maximum = maximum;
		this.end = System.nanoTime() + deadline.toNanos();
	}

	/** See {@link io.claimflow.binding.RunScope#begin}. */
	String begin(Supplier<CompletableFuture<String>> call) {
		if (this.begun >= this.maximum) {
			throw new HostFunctionException(
					"A run may make %d calls, and this would be one more; make fewer, or raise claimflow.limits.calls"
						.formatted(this.maximum));
		}
		String id = String.valueOf(this.begun++);
		CompletableFuture<String> begun = call.get();
		this.underWay.put(id, begun);
		begun.whenComplete((result, failure) -> this.ended.add(id));
		return id;
	}

	/**
	 * Waits for a call whose result is read at once.
	 * @return the result
	 * @throws HostFunctionException if the call failed
	 */
	String await(String id) {
		CompletableFuture<String> call = this.underWay.remove(id);
		if (call == null) {
			throw new HostFunctionException("There is no such call");
		}
		try {
			return call.get(this.end - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			Throwable cause = ex.getCause();
			throw failure((cause != null) ? cause : ex);
		}
		catch (TimeoutException ex) {
			throw new HostFunctionException("The call had not ended by the deadline of the run");
		}
		catch (InterruptedException ex) {
			this.interrupted = true;
			throw new HostFunctionException("The call was interrupted");
		}
		finally {
			call.cancel(true);
		}
	}

	/**
	 * Waits for any call that has begun and whose result nobody has read.
	 * @return the call that has ended, or empty if none is under way or the deadline has
	 * passed
	 */
	Optional<String> next() {
		while (!this.underWay.isEmpty()) {
			try {
				String id = this.ended.poll(Math.max(0, this.end - System.nanoTime()), TimeUnit.NANOSECONDS);
				if (id == null) {
					return Optional.empty();
				}
				if (this.underWay.containsKey(id)) {
					return Optional.of(id);
				}
			}
			catch (InterruptedException ex) {
				this.interrupted = true;
				return Optional.empty();
			}
		}
		return Optional.empty();
	}

	/** See {@link io.claimflow.binding.RunScope#timeLeft}. */
	Duration timeLeft() {
		return Duration.ofNanos(Math.max(0, this.end - System.nanoTime()));
	}

	/** See {@link io.claimflow.binding.RunScope#atEnd}. */
	void atEnd(Runnable task) {
		this.atEnd.add(task);
	}

	/** Whether nobody waits for anything. */
	boolean isIdle() {
		return this.underWay.isEmpty();
	}

	/** Whether the thread was interrupted while it waited. */
	boolean isInterrupted() {
		return this.interrupted;
	}

	private static HostFunctionException failure(Throwable thrown) {
		Throwable cause = (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause()
				: thrown;
		if (cause instanceof HostFunctionException failure) {
			return failure;
		}
		logger.error("A call of a workflow failed", cause);
		return new HostFunctionException("The call failed; the server's log has the reason");
	}

	/** Ends what is still under way. */
	@Override
	public void close() {
		this.underWay.values().forEach((call) -> call.cancel(true));
		this.underWay.clear();
		this.atEnd.forEach(Runnable::run);
	}

}
