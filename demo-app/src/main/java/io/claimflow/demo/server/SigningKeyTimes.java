package io.claimflow.demo.server;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a key that signs tokens does what.
 *
 * @param signs how long it signs, until the next one does
 * @param announced how long it is published before it signs: longer than anybody caches
 * the key set
 * @param retained how long it is published after the next one signs: longer than any
 * token lives
 */
@ConfigurationProperties("demo.signing-keys")
record SigningKeyTimes(@DefaultValue("30d") Duration signs, @DefaultValue("1d") Duration announced,
		@DefaultValue("1d") Duration retained) {

	SigningKeyTimes {
		if (announced.compareTo(signs) >= 0) {
			throw new IllegalArgumentException("demo.signing-keys.announced is " + announced
					+ ", but has to be shorter than demo.signing-keys.signs, which is " + signs);
		}
	}

}
