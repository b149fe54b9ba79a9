package io.claimflow.spring.autoconfigure;

import java.util.Map;
import java.util.Optional;

import io.claimflow.encryption.KeyRing;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Encryption of what is kept in the database.
 *
 * @param keys Keys by names of your choice, each Base64 of 32 random bytes. All of them
 * decrypt.
 * @param activeKey Name of the key that encrypts. Not needed if there is one key.
 */
@ConfigurationProperties("claimflow.encryption")
record EncryptionProperties(@DefaultValue Map<String, String> keys, @Nullable String activeKey) {

	/** The keys, which are checked. */
	KeyRing toKeyRing() {
		return KeyRing.of(this.keys, Optional.ofNullable(this.activeKey).filter((key) -> !key.isBlank()));
	}

}
