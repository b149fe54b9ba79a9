package io.claimflow.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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
	 * Whether this server may fetch a token that nobody has, or that is about to expire.
	 * Of the servers that share a store one may at a time, until it saves the token or
	 * gives up.
	 * @param key the digest of what the token was asked for, 64 characters
	 * @param time how long it may take; another server may after that
	 */
	default boolean mayFetch(String key, Duration time) {
		return true;
	}

	/**
	 * Leaves it to another server to fetch a token that this one was to fetch.
	 * @param key the digest of what the token was asked for, 64 characters
	 */
	default void giveUp(String key) {
	}

	/**
	 * The end of what another server does that fetches a token: it has saved the token,
	 * or given up, or its time is over. Callers look again then, so a store that lets
	 * servers fetch one at a time has to implement it.
	 * @param key the digest of what the token was asked for, 64 characters
	 * @param patience when it ends in any case
	 */
	default CompletableFuture<Void> fetchedElsewhere(String key, Duration patience) {
		return CompletableFuture.completedFuture(null);
	}

}
