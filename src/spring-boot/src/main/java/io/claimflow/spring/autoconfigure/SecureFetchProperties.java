package io.claimflow.spring.autoconfigure;

import java.util.Map;

import io.claimflow.encryption.EncryptionException;
import io.claimflow.encryption.SecureBody;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Encrypted calls of workflows to other systems.
 *
 * @param keys Keys with which kinde.secureFetch encrypts, by the ids of workflows, each
 * Base64 of 32 random bytes.
 */
@ConfigurationProperties("claimflow.secure-fetch")
record SecureFetchProperties(@DefaultValue Map<String, String> keys) {

	/** The keys, which are checked. */
	Map<String, String> toKeys() {
		this.keys.forEach((workflow, key) -> {
			if (!SecureBody.isKey(key)) {
				throw new EncryptionException("claimflow.secure-fetch.keys." + workflow + " is not Base64 of 32 bytes");
			}
		});
		return Map.copyOf(this.keys);
	}

}
