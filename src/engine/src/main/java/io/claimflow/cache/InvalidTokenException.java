package io.claimflow.cache;

/**
 * A token that the cache does not take. The message says what is wrong with it, as what
 * follows its name, and holds nothing of it.
 */
public final class InvalidTokenException extends Exception {

	private static final long serialVersionUID = 1L;

	InvalidTokenException(String message) {
		super(message);
	}

}
