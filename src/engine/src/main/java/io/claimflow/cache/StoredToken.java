package io.claimflow.cache;

import java.time.Instant;

/**
 * A token that the cache has found valid.
 *
 * @param value the token, a JWT of at most {@value #MAXIMUM_LENGTH} characters
 * @param expiresAt its claim {@code exp}
 */
public record StoredToken(String value, Instant expiresAt) {

	/** The number of characters that a token may have. */
	public static final int MAXIMUM_LENGTH = 16 * 1024;

	/** Says when the token expires, and never the token. */
	@Override
	public String toString() {
		return "StoredToken[expiresAt=" + this.expiresAt + "]";
	}

}
