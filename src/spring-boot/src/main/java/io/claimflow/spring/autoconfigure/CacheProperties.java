package io.claimflow.spring.autoconfigure;

import java.time.Duration;

import io.claimflow.cache.ValueLimits;

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

	ValueLimits toLimits() {
		return new ValueLimits(this.entries, Math.toIntExact(this.bytes.toBytes()),
				Math.toIntExact(this.valueBytes.toBytes()), this.lifetime);
	}

}
