package io.claimflow.encryption;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import javax.crypto.SecretKey;

/**
 * The body that {@code kinde.secureFetch} sends: Base64URL without padding of
 * {@code nonce(12) | ciphertext | tag(16)}, encrypted with AES-256-GCM.
 *
 * @see SecureFetchDecryptor
 */
public final class SecureBody {

	private static final byte[] NO_CONTEXT = new byte[0];

	private SecureBody() {
	}

	/**
	 * Encrypts a text.
	 * @param key Base64 of 32 bytes
	 * @throws EncryptionException if the key is something else
	 */
	public static String encrypt(String key, String text) {
		SecretKey secret = AesGcm.key(key)
			.orElseThrow(() -> new EncryptionException("The key of a workflow is not Base64 of 32 bytes"));
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(AesGcm.encrypt(secret, text.getBytes(StandardCharsets.UTF_8), NO_CONTEXT));
	}

	/** Whether a text is Base64 of 32 bytes. */
	public static boolean isKey(String key) {
		return AesGcm.key(key).isPresent();
	}

	/** A new random key, as Base64. */
	public static String newKey() {
		return Base64.getEncoder().encodeToString(AesGcm.newKey());
	}

}
