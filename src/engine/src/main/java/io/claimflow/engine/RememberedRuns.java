package io.claimflow.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What runs of a workflow came to that had nothing but their event to go by: another one
 * for the same event would come to the same. Of an event, only a digest is kept. What has
 * not been asked for the longest is forgotten first.
 */
final class RememberedRuns {

	/** The characters of what a run has changed; more are not worth the memory. */
	static final int LENGTH = 2048;

	private final int maximum;

	private final Map<ByteBuffer, String> changes = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<ByteBuffer, String> eldest) {
			return size() > RememberedRuns.this.maximum;
		}

	};

	/**
	 * Creates an empty memory.
	 * @param maximum the runs that are remembered at a time; zero for none
	 */
	RememberedRuns(int maximum) {
		this.maximum = maximum;
	}

	/** Whether runs are remembered at all. */
	boolean areKept() {
		return this.maximum > 0;
	}

	/**
	 * Finds a run.
	 * @param event the event, as JSON
	 * @return what {@link Realm#after()} gave
	 */
	Optional<String> find(String event) {
		ByteBuffer key = digest(event);
		synchronized (this) {
			return Optional.ofNullable(this.changes.get(key));
		}
	}

	/**
	 * Remembers a run.
	 * @param event the event, as JSON
	 * @param changed what {@link Realm#after()} gave
	 */
	void keep(String event, String changed) {
		if (areKept() && changed.length() <= LENGTH) {
			ByteBuffer key = digest(event);
			synchronized (this) {
				this.changes.put(key, changed);
			}
		}
	}

	synchronized int size() {
		return this.changes.size();
	}

	private static ByteBuffer digest(String event) {
		try {
			return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(event.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
