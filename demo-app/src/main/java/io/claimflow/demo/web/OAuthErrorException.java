package io.claimflow.demo.web;

import org.jspecify.annotations.Nullable;

/**
 * The auth server said no (RFC 6749, sections 4.1.2.1 and 5.2).
 */
final class OAuthErrorException extends Exception {

	private static final long serialVersionUID = 1L;

	private final String error;

	private final @Nullable String description;

	OAuthErrorException(String error, @Nullable String description) {
		super(error);
		this.error = error;
		this.description = description;
	}

	String error() {
		return this.error;
	}

	@Nullable String description() {
		return this.description;
	}

}
