package io.claimflow.spring.support;

import java.time.Duration;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Checks of the values of properties under one prefix. The start of a server with a bad
 * one fails with the property's name and what it may be.
 */
public final class PropertyChecks {

	private static final Duration LONGEST = Duration.ofDays(1);

	private final String prefix;

	/**
	 * Creates the checks.
	 * @param prefix what the names of the properties begin with, without a dot at its end
	 */
	public PropertyChecks(String prefix) {
		this.prefix = prefix;
	}

	/** A time, which is more than none and not more than a day. */
	public Duration time(String name, Duration time) {
		check(name, time, time.compareTo(Duration.ZERO) > 0 && time.compareTo(LONGEST) <= 0,
				"more than 0s and at most 1d");
		return time;
	}

	/** A size in bytes, of which there is at least one. */
	public long bytes(String name, DataSize size) {
		check(name, size, size.toBytes() > 0, "at least 1B");
		return size.toBytes();
	}

	/** A size in bytes, of which there is at least one, that an array can have. */
	public int arrayBytes(String name, DataSize size) {
		check(name, size, size.toBytes() > 0 && size.toBytes() < Integer.MAX_VALUE, "at least 1B and less than 2GB");
		return Math.toIntExact(size.toBytes());
	}

	/** A number that is not less than another. */
	public int count(String name, int count, int minimum) {
		return (int) count(name, (long) count, minimum);
	}

	/** A number that is not less than another. */
	public long count(String name, long count, long minimum) {
		check(name, count, count >= minimum, "at least " + minimum);
		return count;
	}

	/**
	 * Checks a value of another kind.
	 * @param range what it may be, as the end of the sentence "It must be …"
	 */
	public void check(String name, Object value, boolean valid, String range) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(this.prefix + "." + name, value,
					"It must be " + range + ".");
		}
	}

}
