package io.claimflow.encryption;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM in one layout: {@code nonce(12) | ciphertext | tag(16)}. Nonces are random;
 * a key is good for 2<sup>32</sup> texts.
 *
 * @see <a href="https://csrc.nist.gov/pubs/sp/800/38/d/final">NIST SP 800-38D</a>
 */
final class AesGcm {

	private static final int KEY_BYTES = 32;

	private static final int NONCE_BYTES = 12;

	private static final int TAG_BITS = 128;

	private static final SecureRandom RANDOM = new SecureRandom();

	private AesGcm() {
	}

	/**
	 * Reads a key.
	 * @param base64 32 bytes in one of the alphabets of RFC 4648, padded or not
	 * @return the key, or empty if the text is something else
	 */
	static Optional<SecretKey> key(String base64) {
		try {
			byte[] key = Base64.getDecoder().decode(base64.strip().replace('-', '+').replace('_', '/'));
			return (key.length == KEY_BYTES) ? Optional.of(new SecretKeySpec(key, "AES")) : Optional.empty();
		}
		catch (IllegalArgumentException ex) {
			// It quotes the key.
			return Optional.empty();
		}
	}

	static byte[] newKey() {
		byte[] key = new byte[KEY_BYTES];
		RANDOM.nextBytes(key);
		return key;
	}

	static byte[] encrypt(SecretKey key, byte[] text, byte[] context) {
		byte[] nonce = new byte[NONCE_BYTES];
		RANDOM.nextBytes(nonce);
		try {
			byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(text);
			byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
			System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
			return all;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("AES-GCM failed", ex);
		}
	}

	/** The text, or empty if key, context or text are not those of the encryption. */
	static Optional<byte[]> decrypt(SecretKey key, byte[] all, byte[] context) {
		if (all.length < NONCE_BYTES + TAG_BITS / 8) {
			return Optional.empty();
		}
		try {
			Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(all, NONCE_BYTES), context);
			return Optional.of(cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES));
		}
		catch (AEADBadTagException ex) {
			return Optional.empty();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("AES-GCM failed", ex);
		}
	}

	private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] context)
			throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
		cipher.updateAAD(context);
		return cipher;
	}

}
