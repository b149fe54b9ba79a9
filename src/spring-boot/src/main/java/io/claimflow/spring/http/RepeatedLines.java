package io.claimflow.spring.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Lines of a log that others can bring about as often as they like. The first of a cause
 * is written; the others within a minute are counted, and one line says how many there
 * were. There is a bounded number of causes within a minute: what is beyond is one cause.
 */
final class RepeatedLines {

	static final int CAUSES = 200;

	private static final long MINUTE = 60_000_000_000L;

	private static final String OTHERS = "were refused for other reasons";

	private final Consumer<String> log;

	private final LongSupplier nanoTime;

	/** In the order in which their minutes began. */
	private final Map<String, Count> counts = new LinkedHashMap<>();

	RepeatedLines(Consumer<String> log, LongSupplier nanoTime) {
		this.log = log;
		this.nanoTime = nanoTime;
	}

	/**
	 * Writes a line, or counts it.
	 * @param cause what lines have in common that are counted together
	 * @param line the line
	 */
	void say(String cause, String line) {
		due(cause, line).forEach(this.log);
	}

	private synchronized List<String> due(String cause, String line) {
		long now = this.nanoTime.getAsLong();
		List<String> due = over(now);
		String counted = (this.counts.size() < CAUSES || this.counts.containsKey(cause)) ? cause : OTHERS;
		Count count = this.counts.get(counted);
		if (count == null) {
			this.counts.put(counted, new Count(now));
			due.add(line);
		}
		else {
			count.more++;
		}
		return due;
	}

	/** Says what was counted in minutes that are over. */
	private List<String> over(long now) {
		List<String> lines = new ArrayList<>();
		Iterator<Map.Entry<String, Count>> entries = this.counts.entrySet().iterator();
		while (entries.hasNext()) {
			Map.Entry<String, Count> entry = entries.next();
			if (now - entry.getValue().since < MINUTE) {
				break;
			}
			if (entry.getValue().more > 0) {
				lines.add("%d more calls %s".formatted(entry.getValue().more, entry.getKey()));
			}
			entries.remove();
		}
		return lines;
	}

	/** The lines of a cause since a time, beside the first. */
	private static final class Count {

		private final long since;

		private long more;

		Count(long since) {
			this.since = since;
		}

	}

}
