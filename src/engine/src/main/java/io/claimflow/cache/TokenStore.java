package io.claimflow.cache;

import java.util.Optional;

/**
 * Where the tokens of {@code kinde.cache} are kept. Called on the threads of runs, so it
 * is safe for use by many and answers at once. It may forget a token at any time.
 */
public interface TokenStore {

	/**
	 * The token of a key, expired or not.
	 * @param key the digest of what the token was asked for, 64 characters
	 */
	Optional<StoredToken> find(String key);

	/**
	 * Keeps a token, in place of what the key had.
	 * @param key the digest of what the token was asked for, 64 characters
	 * @param token the token
	 */
	void save(String key, StoredToken token);

	/**
	 * Whether this server may renew a token that is about to expire. Of the servers that
	 * share a store one may at a time, and the others go on with the token.
	 * @param key the digest of what the token was asked for, 64 characters
	 */
	default boolean mayRenew(String key) {
		return true;
	}

}
