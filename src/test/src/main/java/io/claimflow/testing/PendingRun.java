package io.claimflow.testing;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * A run that a test has begun: what the test is to hear of it, and the calls that it is
 * to answer.
 */
final class PendingRun {

	private final Queue<String> steps = new ArrayDeque<>();

	private @Nullable CompletableFuture<String> waiting;

	private final Map<Integer, CompletableFuture<Stub>> calls = new ConcurrentHashMap<>();

	private int numbers;

	/** Lets the test hear something. */
	void step(Object step) {
		CompletableFuture<String> heard;
		String text = TestJson.write(step);
		synchronized (this) {
			heard = this.waiting;
			this.waiting = null;
			if (heard == null) {
				this.steps.add(text);
			}
		}
		if (heard != null) {
			heard.complete(text);
		}
	}

	/** What the test hears next. */
	synchronized CompletableFuture<String> next() {
		String step = this.steps.poll();
		if (step != null) {
			return CompletableFuture.completedFuture(step);
		}
		CompletableFuture<String> next = new CompletableFuture<>();
		this.waiting = next;
		return next;
	}

	/** Asks a function of the test for the answer to a call. */
	CompletableFuture<Stub> ask(int function, TestCall call) {
		CompletableFuture<Stub> answer = new CompletableFuture<>();
		int number;
		synchronized (this) {
			number = this.numbers++;
		}
		this.calls.put(number, answer);
		Map<String, Object> told = OutcomeJson.call(call);
		told.put("id", number);
		told.put("answer", function);
		step(Map.of("call", told));
		return answer;
	}

	/** Takes the answer to a call. */
	void answer(int number, Stub stub) {
		CompletableFuture<Stub> call = this.calls.remove(number);
		if (call != null) {
			call.complete(stub);
		}
	}

}
