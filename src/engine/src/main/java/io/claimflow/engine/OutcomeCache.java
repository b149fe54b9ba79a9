package io.claimflow.engine;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.claimflow.engine.realm.Json;
import io.claimflow.engine.realm.Realm;

/**
 * What runs of a workflow came to that had nothing but their event to go by: another one
 * for the same event would come to the same. Of an event, only a digest is kept. What has
 * not been asked for the longest is forgotten first.
 */
final class OutcomeCache {

	/** The characters of what a run has changed; more are not worth the memory. */
	static final int LENGTH = 2048;

	/** The objects and arrays in it, each of which takes more than its characters. */
	static final int OBJECTS = 64;

	private int maximum;

	private final Map<ByteBuffer, Map<String, Object>> changes = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Map<String, Object>> eldest) {
			return size() > OutcomeCache.this.maximum;
		}

	};

	/**
	 * Creates an empty memory.
	 * @param maximum the runs that are remembered at a time; zero for none
	 */
	OutcomeCache(int maximum) {
		this.maximum = maximum;
	}

	/** Whether runs are remembered at all. */
	synchronized boolean areKept() {
		return this.maximum > 0;
	}

	/**
	 * Finds a run.
	 * @param event the event, as JSON
	 * @return what {@link Realm#after()} gave, as the caller's own
	 */
	Optional<Map<String, Object>> find(String event) {
		ByteBuffer key = digest(event);
		Map<String, Object> found;
		synchronized (this) {
			found = this.changes.get(key);
		}
		return Optional.ofNullable(found).map(Json::copy);
	}

	/**
	 * Remembers a run.
	 * @param event the event, as JSON
	 * @param changed what {@link Realm#after()} gave
	 */
	void keep(String event, String changed) {
		if (areKept() && changed.length() <= LENGTH && objects(changed) <= OBJECTS) {
			ByteBuffer key = digest(event);
			Map<String, Object> object = Json.readObject(changed);
			synchronized (this) {
				if (this.maximum > 0) {
					this.changes.put(key, object);
				}
			}
		}
	}

	private static long objects(String changed) {
		return changed.chars().filter((letter) -> letter == '{' || letter == '[').count();
	}

	/** Forgets all of them, and remembers no more. */
	synchronized void end() {
		this.maximum = 0;
		this.changes.clear();
	}

	synchronized int size() {
		return this.changes.size();
	}

	private static ByteBuffer digest(String event) {
		try {
			// As it is: what is no well-formed text has no encoding of its own.
			ByteBuffer text = ByteBuffer.allocate(Character.BYTES * event.length());
			text.asCharBuffer().put(event);
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(text);
			return ByteBuffer.wrap(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
