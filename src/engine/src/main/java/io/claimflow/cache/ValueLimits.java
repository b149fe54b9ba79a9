package io.claimflow.cache;

import java.time.Duration;

/**
 * The limits of the values that workflows keep with {@code kinde.cache.set}.
 *
 * @param entries the number of values that one workflow keeps
 * @param bytes the size of all values of one workflow together, as JSON in UTF-8
 * @param valueBytes the size of one value
 * @param lifetime the longest lifetime of a value
 */
public record ValueLimits(int entries, int bytes, int valueBytes, Duration lifetime) {

	/** 1,000 values, 1 MB, 64 KB and a day. */
	public static final ValueLimits DEFAULT = new ValueLimits(1000, 1024 * 1024, 64 * 1024, Duration.ofDays(1));

	public ValueLimits {
		if (entries < 1 || valueBytes < 1 || bytes < valueBytes || lifetime.isNegative() || lifetime.isZero()) {
			throw new IllegalArgumentException(
					"The limits of the cache are at least 1 value, 1 byte and a lifetime above 0,"
							+ " and all values of a workflow may have the bytes of one at least");
		}
	}

}
