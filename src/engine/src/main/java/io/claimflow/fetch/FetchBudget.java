package io.claimflow.fetch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that the bodies of several calls may have together, those that are sent and
 * those that are answered. Safe for use by many threads.
 */
public final class FetchBudget {

	private final long bytes;

	private final AtomicLong left;

	/** Creates a budget of some bytes. */
	public FetchBudget(long bytes) {
		this.bytes = bytes;
		this.left = new AtomicLong(bytes);
	}

	/**
	 * Takes bytes for one body.
	 * @throws FetchException if there are not as many left
	 */
	void take(FetchFailure failure, int body) throws FetchException {
		if (this.left.addAndGet(-body) < 0) {
			throw new FetchException(failure, "The bodies of the calls of a run have more than " + this.bytes
					+ " bytes together: send and ask for less, or an operator raises claimflow.fetch.total-bytes");
		}
	}

}
