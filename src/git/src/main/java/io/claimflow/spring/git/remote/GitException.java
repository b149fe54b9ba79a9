package io.claimflow.spring.git.remote;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a commit cannot be read. The message says what was found and what to do, and
 * has nothing secret.
 */
public final class GitException extends Exception {

	private static final long serialVersionUID = 1L;

	GitException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/** What was found, and what to do. */
	public String problem() {
		return String.valueOf(getMessage());
	}

}
