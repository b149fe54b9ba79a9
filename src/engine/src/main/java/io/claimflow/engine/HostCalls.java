package io.claimflow.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.claimflow.binding.HostFunctionException;
import io.claimflow.engine.admission.ComputePermit;
import io.claimflow.engine.admission.PermitWait;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls to the outside that one run has begun, and its timers. They go on side by
 * side while the run does, and end with it. Only the thread of the run touches this.
 */
final class HostCalls implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(HostCalls.class);

	/** The timers that may be pending at a time. */
	private static final int TIMERS = 1000;

	/** Whoever is to be ended is ended within this time. */
	private static final long OVERTIME_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final int maximum;

	private final Duration deadline;

	private long end;

	private final ComputePermit permit;

	private final PermitWait wait;

	private final long patienceNanos;

	private final Map<String, CompletableFuture<String>> underWay = new LinkedHashMap<>();

	private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

	private final List<Runnable> atEnd = new ArrayList<>();

	private final Queue<Timer> timers = new PriorityQueue<>();

	private int begun;

	private int timersBegun;

	private boolean interrupted;

	/** Whether a wait has ended at the deadline, which stands still no more then. */
	private boolean late;

	/**
	 * Creates the record of a run's calls.
	 * @param maximum the number of calls that the run may make
	 * @param deadline the time after which nobody waits for a call any more
	 * @param permit is given to other runs while this one waits
	 * @param wait the time for which the run waits until it may compute, which is no part
	 * of the deadline
	 * @param patience the time for which it may wait so
	 */
	HostCalls(int maximum, Duration deadline, ComputePermit permit, PermitWait wait, Duration patience) {
		this.permit = permit;
		this.maximum = maximum;
		this.deadline = deadline;
		this.wait = wait;
		this.patienceNanos = patience.toNanos();
		start();
	}

	/** Lets the time begin. */
	void start() {
		this.end = System.nanoTime() + this.deadline.toNanos();
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
		Duration left = Duration.ofNanos(left());
		return await(id, left)
			.orElseThrow(() -> new HostFunctionException("The call had not ended by the deadline of the run"));
	}

	/**
	 * Waits for a call whose result is read at once, and ends it after a time.
	 * @return the result, or empty if the call had not ended by then
	 * @throws HostFunctionException if the call failed
	 */
	Optional<String> await(String id, Duration time) {
		CompletableFuture<String> call = this.underWay.remove(id);
		if (call == null) {
			throw new HostFunctionException("There is no such call");
		}
		boolean waits = !call.isDone();
		long left = left();
		try {
			if (waits) {
				rest();
			}
			return Optional.of(call.get(Math.min(left, time.toNanos()), TimeUnit.NANOSECONDS));
		}
		catch (ExecutionException ex) {
			Throwable cause = ex.getCause();
			throw failure((cause != null) ? cause : ex);
		}
		catch (TimeoutException ex) {
			this.late |= left <= time.toNanos();
			return Optional.empty();
		}
		catch (InterruptedException ex) {
			this.interrupted = true;
			throw new HostFunctionException("The call was interrupted");
		}
		finally {
			call.cancel(true);
			if (waits) {
				goOn();
			}
		}
	}

	/** Ends a call that nobody waits for any more. */
	void end(String id) {
		CompletableFuture<String> call = this.underWay.remove(id);
		if (call != null) {
			call.cancel(true);
		}
	}

	/**
	 * Begins a timer. It ends as a call does whose result is empty.
	 * @param millis the time to wait; what is more than the run has left never ends
	 * @return the timer's identifier
	 */
	String delay(long millis) {
		if (this.timers.size() >= TIMERS) {
			throw new HostFunctionException(
					"A run may have %d timers at a time, and this would be one more; clear those that are not needed"
						.formatted(TIMERS));
		}
		int number = this.timersBegun++;
		Timer timer = new Timer("timer" + number, number, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
		this.timers.add(timer);
		return timer.id();
	}

	/** Ends a timer before its time. */
	void forget(String timer) {
		this.timers.removeIf((pending) -> pending.id().equals(timer));
	}

	/**
	 * Waits for any call that has begun and whose result nobody has read, and for any
	 * timer.
	 * @return what has ended, or empty if nothing is under way, the deadline has passed
	 * or the run was interrupted, be it in a wait before this one
	 */
	Optional<String> next() {
		while (!this.interrupted && !isIdle()) {
			try {
				Timer timer = this.timers.peek();
				long now = System.nanoTime();
				long left = left();
				long wait = (timer != null) ? Math.min(left, timer.due() - now) : left;
				String id = this.ended.poll();
				if (id == null && wait > 0) {
					id = poll(wait);
				}
				if (id == null && (timer == null || left <= timer.due() - now)) {
					this.late = true;
					return Optional.empty();
				}
				if (id == null) {
					this.timers.remove(timer);
					this.underWay.put(timer.id(), CompletableFuture.completedFuture(""));
					return Optional.of(timer.id());
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

	private long left() {
		return this.end + this.wait.nanos() - System.nanoTime();
	}

	/** Gives the permit to others, since the run waits for a call or a timer. */
	private void rest() {
		this.permit.give();
		this.wait.beginIdle();
	}

	/**
	 * Takes the permit again. Whoever has none when the patience is at its end is ended
	 * then, and goes no further.
	 */
	private void goOn() {
		this.wait.endIdle();
		if (this.permit.take() || this.interrupted) {
			return;
		}
		this.wait.begin();
		try {
			for (long left = patience(); left > 0 && !this.permit.take(left); left = patience()) {
				// What others could not compute in either does not count.
			}
		}
		catch (InterruptedException ex) {
			this.interrupted = true;
		}
		finally {
			this.wait.end();
		}
	}

	private long patience() {
		return this.patienceNanos - this.wait.turnNanos() + OVERTIME_NANOS;
	}

	/**
	 * Does what waits for another system, while others have the permit.
	 * @param time how long it may take at most
	 * @param work gets the time that it may take, which ends at the deadline
	 */
	<T> T waiting(Duration time, Function<Duration, T> work) {
		long left = timeLeft().toNanos();
		long began = System.nanoTime();
		rest();
		try {
			return work.apply(Duration.ofNanos(Math.min(left, time.toNanos())));
		}
		finally {
			this.late |= System.nanoTime() - began >= left;
			goOn();
		}
	}

	private @Nullable String poll(long nanos) throws InterruptedException {
		rest();
		try {
			return this.ended.poll(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			this.interrupted = true;
			throw ex;
		}
		finally {
			goOn();
		}
	}

	/** See {@link io.claimflow.binding.RunScope#timeLeft}. */
	Duration timeLeft() {
		return this.late ? Duration.ZERO : Duration.ofNanos(Math.max(0, left()));
	}

	/** See {@link io.claimflow.binding.RunScope#atEnd}. */
	void atEnd(Runnable task) {
		this.atEnd.add(task);
	}

	/** Whether there was any call. */
	boolean haveBegun() {
		return this.begun > 0;
	}

	/** The number of calls that have begun and whose result nobody has read. */
	int callsUnderWay() {
		return this.underWay.size();
	}

	/** Whether nobody waits for anything. */
	boolean isIdle() {
		return this.underWay.isEmpty() && this.timers.isEmpty();
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
		this.timers.clear();
		this.atEnd.forEach(Runnable::run);
	}

	/** What is due first comes first, and of two that are due at once the older one. */
	private record Timer(String id, int number, long due) implements Comparable<Timer> {

		@Override
		public int compareTo(Timer other) {
			int order = Long.signum(this.due - other.due);
			return (order != 0) ? order : Integer.compare(this.number, other.number);
		}

	}

}
