package io.claimflow.management;

import org.jspecify.annotations.Nullable;

/** What becomes of passwords that another system has hashed. */
@FunctionalInterface
public interface PasswordHashes {

	/**
	 * The form of a hash that the application's encoder verifies.
	 * @param hash the hash
	 * @param method how it was made, or null for bcrypt, and for what the application's
	 * encoder makes
	 * @param salted whether a salt came with it
	 * @throws ApiException if nothing here can verify it
	 */
	String encoded(String hash, @Nullable String method, boolean salted);

}
