package io.claimflow.spring.autoconfigure;

import java.time.Duration;

import io.claimflow.cache.ValueLimits;
import io.claimflow.spring.support.PropertyChecks;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the values that workflows keep with {@code kinde.cache.set}.
 *
 * @param entries Number of values that one workflow keeps.
 * @param bytes Size of all values of one workflow together.
 * @param valueBytes Size of one value.
 * @param lifetime Longest lifetime of a value.
 */
@ConfigurationProperties("claimflow.cache")
record CacheProperties(@DefaultValue("1000") int entries, @DefaultValue("1MB") DataSize bytes,
		@DefaultValue("64KB") DataSize valueBytes, @DefaultValue("1d") Duration lifetime) {

	private static final PropertyChecks CHECKS = new PropertyChecks("claimflow.cache");

	ValueLimits toLimits() {
		CHECKS.check("lifetime", this.lifetime, !this.lifetime.isNegative() && !this.lifetime.isZero(), "more than 0s");
		CHECKS.check("value-bytes", this.valueBytes, this.valueBytes.compareTo(this.bytes) <= 0,
				"at most claimflow.cache.bytes, " + this.bytes);
		return new ValueLimits(CHECKS.count("entries", this.entries, 1), CHECKS.arrayBytes("bytes", this.bytes),
				CHECKS.arrayBytes("value-bytes", this.valueBytes), this.lifetime);
	}

}
