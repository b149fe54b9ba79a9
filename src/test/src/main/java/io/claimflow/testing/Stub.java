package io.claimflow.testing;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.claimflow.fetch.FetchFailure;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a call of a workflow, in place of the server that it goes to.
 */
public sealed interface Stub {

	/**
	 * An answer of a server.
	 *
	 * @param status the status code
	 * @param headers the values by name; names are in lower case
	 * @param body the body
	 */
	record Answer(int status, Map<String, String> headers, String body) implements Stub {

		public Answer {
			headers = Map.copyOf(headers);
		}

	}

	/**
	 * No answer.
	 *
	 * @param failure why
	 */
	record Failure(FetchFailure failure) implements Stub {

	}

	/**
	 * An answer that depends on the request.
	 *
	 * @param answer answers a request, in the time that a call has
	 */
	record ByRequest(Function<TestCall, CompletableFuture<Stub>> answer) implements Stub {

	}

	/**
	 * An answer with the status 200 and JSON.
	 * @param value the value as JSON types
	 */
	static Stub json(@Nullable Object value) {
		return json(200, value);
	}

	/**
	 * An answer with JSON.
	 * @param value the value as JSON types
	 */
	static Stub json(int status, @Nullable Object value) {
		return new Answer(status, Map.of("content-type", "application/json"), TestJson.write(value));
	}

	/** An answer with the status 200 and text. */
	static Stub text(String text) {
		return new Answer(200, Map.of("content-type", "text/plain;charset=UTF-8"), text);
	}

	/** An answer with nothing but a status. */
	static Stub status(int status) {
		return new Answer(status, Map.of(), "");
	}

	/** No answer: nobody accepts the connection. */
	static Stub fail() {
		return new Failure(FetchFailure.CONNECTION);
	}

	/** No answer in the time that a call has; the run does not wait so long. */
	static Stub timeout() {
		return new Failure(FetchFailure.TIMEOUT);
	}

	/** An answer that depends on the request. */
	static Stub answering(Function<TestCall, Stub> answer) {
		return new ByRequest((call) -> CompletableFuture.supplyAsync(() -> answer.apply(call)));
	}

	/**
	 * Reads a stub of JSON: an object with {@code json} or {@code text}, {@code status}
	 * and {@code headers}, or with {@code fail}: {@code "connection"}, {@code "timeout"},
	 * {@code "tls"} or {@code "unknown-host"}.
	 * @param value the object as JSON types
	 * @throws IllegalArgumentException if it is something else
	 */
	static Stub of(@Nullable Object value) {
		return StubJson.read(value);
	}

}
