package io.claimflow.demo;

import java.util.Map;
import java.util.Optional;

import io.claimflow.encryption.KeyRing;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys with which Claimflow encrypts what rests in the database. What the demo keeps
 * there and nobody may read is encrypted with them too.
 *
 * @param keys the keys, by their identifiers
 * @param activeKey the identifier of the one that encrypts, or null if there is one key
 */
@ConfigurationProperties("claimflow.encryption")
public record EncryptionKeys(@DefaultValue Map<String, String> keys, @Nullable String activeKey) {

	/** What encrypts and decrypts with them. */
	public KeyRing ring() {
		return KeyRing.of(this.keys, Optional.ofNullable(this.activeKey));
	}

	/** Keeps the keys out of logs. */
	@Override
	public String toString() {
		return "EncryptionKeys[keys=" + this.keys.keySet() + ", activeKey=" + this.activeKey + "]";
	}

}
