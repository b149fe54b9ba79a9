package io.claimflow.fetch;

/**
 * Thrown if a call is refused or gets no answer. The message is for the author of the
 * workflow: it says what was found and what to do, and has no header values, bodies,
 * query strings or user-info.
 */
public final class FetchException extends Exception {

	private static final long serialVersionUID = 1L;

	private final FetchFailure failure;

	/** A request that cannot be made. */
	FetchException(String message) {
		this(FetchFailure.REQUEST, message);
	}

	FetchException(FetchFailure failure, String message) {
		super(message);
		this.failure = failure;
	}

	/** What kind of failure it is. */
	public FetchFailure failure() {
		return this.failure;
	}

}
