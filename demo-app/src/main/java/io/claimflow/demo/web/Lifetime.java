package io.claimflow.demo.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Times and durations for people.
 */
final class Lifetime {

	private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss 'UTC'")
		.withLocale(Locale.ENGLISH)
		.withZone(ZoneOffset.UTC);

	private Lifetime() {
	}

	static String moment(Instant instant) {
		return MOMENT.format(instant);
	}

	/** How long a token has left or has been invalid. */
	static String left(Instant now, Instant expiry) {
		Duration left = Duration.between(now, expiry);
		return left.isNegative() || left.isZero() ? "Expired " + words(left.negated()) + " ago"
				: "Expires in " + words(left);
	}

	/** One unit that people would choose, rounded; two from an hour on. */
	static String words(Duration duration) {
		if (duration.toSeconds() < 90) {
			return count(duration.plusMillis(500).toSeconds(), "second");
		}
		Duration rounded = duration.plusSeconds(30);
		if (rounded.toHours() == 0) {
			return count(rounded.toMinutes(), "minute");
		}
		int minutes = rounded.toMinutesPart();
		return count(rounded.toHours(), "hour") + ((minutes == 0) ? "" : " " + count(minutes, "minute"));
	}

	private static String count(long number, String unit) {
		return number + " " + unit + ((number == 1) ? "" : "s");
	}

}
