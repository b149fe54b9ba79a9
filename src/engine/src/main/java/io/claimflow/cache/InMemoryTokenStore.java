package io.claimflow.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps tokens in the memory of one server: at most {@value #MAXIMUM} of them. One more
 * takes the place of the one that was unused for the longest time.
 */
public final class InMemoryTokenStore implements TokenStore {

	/** The number of tokens that it keeps. */
	public static final int MAXIMUM = 1000;

	/** In the order of their last use. */
	private final Map<String, StoredToken> tokens = new LinkedHashMap<>(16, 0.75f, true);

	@Override
	public synchronized Optional<StoredToken> find(String key) {
		return Optional.ofNullable(this.tokens.get(key));
	}

	@Override
	public synchronized void save(String key, StoredToken token) {
		this.tokens.put(key, token);
		if (this.tokens.size() > MAXIMUM) {
			Iterator<String> oldest = this.tokens.keySet().iterator();
			oldest.next();
			oldest.remove();
		}
	}

}
