package io.claimflow.fetch;

import java.util.concurrent.CompletableFuture;

/**
 * Answers the calls of workflows: over the network, as a {@link Fetcher} does, or in its
 * place. Called by many threads at a time.
 */
public interface FetchHandler {

	/**
	 * Starts a call.
	 * @param request the call
	 * @param budget what it and others may carry together
	 * @return the answer, or a failure that is a {@link FetchException}. Cancelling it
	 * ends the call
	 */
	CompletableFuture<FetchResponse> fetch(FetchRequest request, FetchBudget budget);

	/** What the calls of one run may carry together. */
	FetchBudget budget();

}
