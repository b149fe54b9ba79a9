package io.claimflow.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.apache.hc.core5.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A handler that reaches no network: a function answers in place of the servers. Requests
 * are checked, answers are measured and calls end in time as with a {@link Fetcher}; no
 * name is looked up, no redirect is followed, and every address is open.
 */
public final class StubbedFetcher implements FetchHandler {

	private final FetchLimits limits;

	private final Function<FetchRequest, CompletableFuture<Answer>> answers;

	/**
	 * Creates a handler.
	 * @param limits the limits of calls
	 * @param answers answers a request that could be sent
	 */
	public StubbedFetcher(FetchLimits limits, Function<FetchRequest, CompletableFuture<Answer>> answers) {
		this.limits = limits;
		this.answers = answers;
	}

	@Override
	public FetchBudget budget() {
		return new FetchBudget(this.limits.totalBytes());
	}

	@Override
	public CompletableFuture<FetchResponse> fetch(FetchRequest request, FetchBudget budget) {
		try {
			Hop hop = Hop.of(request, this.limits, budget);
			CompletableFuture<Answer> answer = this.answers.apply(new FetchRequest(hop.method(), request.url(),
					request.headers(), request.body(), request.redirect()));
			CompletableFuture<FetchResponse> result = answer.copy()
				.completeOnTimeout(new Answer.Failed(FetchFailure.TIMEOUT), this.limits.timeout().toNanos(),
						TimeUnit.NANOSECONDS)
				.thenApply((given) -> response(given, hop, budget));
			result.whenComplete((response, failure) -> answer.cancel(true));
			return result;
		}
		catch (FetchException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private FetchResponse response(Answer answer, Hop hop, FetchBudget budget) {
		try {
			if (answer instanceof Answer.Failed failed) {
				throw HttpCall.failure(failed.failure(), hop.target(), this.limits);
			}
			if (answer instanceof Answer.Unanswered unanswered) {
				throw new FetchException(FetchFailure.REFUSED, unanswered.message());
			}
			FetchResponse response = ((Answer.Responded) answer).response();
			hop.follows(response.status(), location(response));
			ResponseReader.measure(response.text().getBytes(StandardCharsets.UTF_8).length, hop.target(),
					this.limits.responseBytes(), budget);
			return response;
		}
		catch (FetchException ex) {
			throw new CompletionException(ex);
		}
	}

	private static @Nullable String location(FetchResponse response) {
		return response.headers()
			.entrySet()
			.stream()
			.filter((header) -> header.getKey().equalsIgnoreCase(HttpHeaders.LOCATION))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	/** What comes of a request. */
	public sealed interface Answer {

		/**
		 * A server answers.
		 *
		 * @param response the answer
		 */
		record Responded(FetchResponse response) implements Answer {

		}

		/**
		 * There is no answer.
		 *
		 * @param failure why
		 */
		record Failed(FetchFailure failure) implements Answer {

		}

		/**
		 * Nobody has said what the answer is.
		 *
		 * @param message what to do, for the author of the workflow
		 */
		record Unanswered(String message) implements Answer {

		}

	}

}
