package io.claimflow.cache;

import java.time.Instant;
import java.util.Optional;

/**
 * A store of the values of {@code kinde.cache.set}. Each workflow has its own; none finds
 * those of another. It may take time, as it is called on threads of its own, and may
 * forget a value at any time.
 */
public interface ValueStore {

	/**
	 * The value of a key, or empty if there is none, or it has expired.
	 * @param workflow the identifier of the workflow
	 * @param key the digest of the key, 64 characters
	 */
	Optional<String> find(String workflow, String key);

	/**
	 * Keeps a value, in place of what the key had. What would exceed the limits makes
	 * room: values that have expired first.
	 * @param workflow the identifier of the workflow
	 * @param key the digest of the key, 64 characters
	 * @param value the value, as JSON
	 * @param expiresAt when it expires
	 */
	void save(String workflow, String key, String value, Instant expiresAt);

	/**
	 * Forgets a value.
	 * @param workflow the identifier of the workflow
	 * @param key the digest of the key, 64 characters
	 */
	void delete(String workflow, String key);

}
