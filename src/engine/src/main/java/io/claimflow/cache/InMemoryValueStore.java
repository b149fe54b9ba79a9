package io.claimflow.cache;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A store of values in the memory of one server. A value that was unused for the longest
 * time makes room for a new one.
 */
public final class InMemoryValueStore implements ValueStore {

	/**
	 * More workflows than a project has. Their identifiers change when they are renamed.
	 */
	private static final int WORKFLOWS = 200;

	private final ValueLimits limits;

	private final Clock clock;

	/** In the order of their last use. */
	private final Map<String, Values> workflows = new LinkedHashMap<>(16, 0.75f, true);

	/** Creates a store. */
	public InMemoryValueStore(ValueLimits limits, Clock clock) {
		this.limits = limits;
		this.clock = clock;
	}

	@Override
	public synchronized Optional<String> find(String workflow, String key) {
		Values values = this.workflows.get(workflow);
		return (values != null) ? values.find(key, this.clock.instant()) : Optional.empty();
	}

	@Override
	public synchronized void save(String workflow, String key, String value, Instant expiresAt) {
		this.workflows.computeIfAbsent(workflow, (id) -> new Values()).save(key, value, expiresAt);
		if (this.workflows.size() > WORKFLOWS) {
			Iterator<String> oldest = this.workflows.keySet().iterator();
			oldest.next();
			oldest.remove();
		}
	}

	@Override
	public synchronized void delete(String workflow, String key) {
		Values values = this.workflows.get(workflow);
		if (values != null) {
			values.delete(key);
		}
	}

	private record Entry(String value, int bytes, Instant expiresAt) {

	}

	/** The values of one workflow. */
	private final class Values {

		private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

		private long bytes;

		Optional<String> find(String key, Instant now) {
			Entry entry = this.entries.get(key);
			if (entry != null && !now.isBefore(entry.expiresAt())) {
				delete(key);
				return Optional.empty();
			}
			return Optional.ofNullable(entry).map(Entry::value);
		}

		void save(String key, String value, Instant expiresAt) {
			delete(key);
			Entry entry = new Entry(value, value.getBytes(StandardCharsets.UTF_8).length, expiresAt);
			this.entries.put(key, entry);
			this.bytes += entry.bytes();
			if (isFull()) {
				Instant now = InMemoryValueStore.this.clock.instant();
				this.entries.entrySet()
					.stream()
					.filter((other) -> !now.isBefore(other.getValue().expiresAt()))
					.map(Map.Entry::getKey)
					.toList()
					.forEach(this::delete);
			}
			while (isFull()) {
				delete(this.entries.keySet().iterator().next());
			}
		}

		private boolean isFull() {
			ValueLimits limits = InMemoryValueStore.this.limits;
			return this.entries.size() > limits.entries() || this.bytes > limits.bytes();
		}

		void delete(String key) {
			Entry gone = this.entries.remove(key);
			if (gone != null) {
				this.bytes -= gone.bytes();
			}
		}

	}

}
