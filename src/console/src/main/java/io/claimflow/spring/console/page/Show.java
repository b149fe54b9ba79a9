package io.claimflow.spring.console.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes values as people read them. Templates call it {@code show}.
 */
public final class Show {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	/**
	 * What is not seen, or turns round what is seen around it: it could pass for
	 * something else. So could half of a character.
	 */
	private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\n\\t]]");

	private static final int TEXT = 500;

	/** A time, in UTC. A script shows it in the reader's zone. */
	public String time(Instant time) {
		return TIME.format(time);
	}

	/** A time for machines, to the second. */
	public String machineTime(Instant time) {
		return Instant.ofEpochSecond(time.getEpochSecond()).toString();
	}

	/** A short time. */
	public String duration(Duration duration) {
		double millis = duration.toNanos() / 1e6;
		if (millis >= 10_000) {
			return format("%.0f s", millis / 1000);
		}
		if (millis >= 1000) {
			return format("%.1f s", millis / 1000);
		}
		return format((millis >= 10) ? "%.0f ms" : (millis >= 1) ? "%.1f ms" : "%.2f ms", millis);
	}

	/** A number with its thousands apart. */
	public String number(long number) {
		return format("%,d", number);
	}

	/** A size. */
	public String bytes(long bytes) {
		return (bytes < 1024) ? bytes + " B"
				: (bytes < 1 << 20) ? format("%.1f KB", bytes / 1024.0) : format("%.1f MB", bytes / 1048576.0);
	}

	/** The start of a digest or of a commit, which tells it from others. */
	public String digest(String digest) {
		return text((digest.length() > 12) ? digest.substring(0, 12) : digest);
	}

	/**
	 * A text of somebody's, with what is not seen as its code, and not longer than what a
	 * page has room for.
	 */
	public String text(String text) {
		return text(text, TEXT);
	}

	/** The same for a text that need not be there. */
	public String text(Optional<String> text) {
		return text.map(this::text).orElse("");
	}

	/**
	 * The same with another length.
	 * @param length the longest that is not cut
	 */
	public String text(String text, int length) {
		String start = (text.length() > length) ? text.substring(0, length) : text;
		String seen = UNSEEN.matcher(start)
			.replaceAll((unseen) -> Matcher
				.quoteReplacement("\\u{" + Integer.toHexString(unseen.group().codePointAt(0)) + "}"));
		return (text.length() > length) ? seen + "…" : seen;
	}

	private static String format(String format, Object value) {
		return String.format(Locale.ROOT, format, value);
	}

}
