package io.claimflow.cache;

/**
 * A token could not be fetched. The message says why, as the caller who tried put it.
 */
public final class RefreshException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	RefreshException(String message) {
		super(message, null, false, false);
	}

}
