package io.claimflow.encryption;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts what {@code kinde.secureFetch} sends, on the side that receives it: the whole
 * body is Base64 of {@code nonce(12) | ciphertext | tag(16)}, encrypted with AES-256-GCM.
 * The layout {@code nonce(12) | tag(16) | ciphertext}, which a sample of Kinde's reads,
 * is taken as well; the tag tells which one it is. This file needs nothing but the JDK:
 * copy it to where it is needed. Safe for use by many threads.
 */
public final class SecureFetchDecryptor {

	private static final int KEY_BYTES = 32;

	private static final int NONCE_BYTES = 12;

	private static final int TAG_BYTES = 16;

	private final List<SecretKeySpec> keys;

	/**
	 * Creates a decryptor.
	 * @param keys the keys that may have encrypted, each Base64 of 32 bytes in one of the
	 * alphabets of RFC 4648, padded or not; several while keys change
	 * @throws IllegalArgumentException if there is none, or one is something else
	 */
	public SecureFetchDecryptor(String... keys) {
		this.keys = Arrays.stream(keys).map(SecureFetchDecryptor::key).toList();
		if (this.keys.isEmpty()) {
			throw new IllegalArgumentException("There is no key to decrypt with");
		}
	}

	private static SecretKeySpec key(String base64) {
		byte[] key;
		try {
			key = decoded(base64);
		}
		catch (IllegalArgumentException ex) {
			// It quotes the key.
			key = new byte[0];
		}
		if (key.length != KEY_BYTES) {
			throw new IllegalArgumentException("A key is not Base64 of 32 bytes");
		}
		return new SecretKeySpec(key, "AES");
	}

	private static byte[] decoded(String base64) {
		return Base64.getDecoder().decode(base64.strip().replace('-', '+').replace('_', '/'));
	}

	/**
	 * Decrypts a body.
	 * @param body the whole body of a request
	 * @return the text that the workflow sent, as a rule JSON
	 * @throws GeneralSecurityException if it was encrypted with none of the keys, or was
	 * changed, or is something else: do not use it
	 */
	public String decrypt(String body) throws GeneralSecurityException {
		byte[] all;
		try {
			all = decoded(body);
		}
		catch (IllegalArgumentException ex) {
			throw new GeneralSecurityException("The body is not Base64");
		}
		if (all.length < NONCE_BYTES + TAG_BYTES) {
			throw new GeneralSecurityException("The body is too short to be encrypted");
		}
		byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
		byte[] tagLast = Arrays.copyOfRange(all, NONCE_BYTES, all.length);
		byte[] tagFirst = tagMovedToTheEnd(tagLast);
		for (SecretKeySpec key : this.keys) {
			for (byte[] sealed : List.of(tagLast, tagFirst)) {
				try {
					Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
					cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
					return new String(cipher.doFinal(sealed), StandardCharsets.UTF_8);
				}
				catch (AEADBadTagException ex) {
					// Another key or layout may fit.
				}
			}
		}
		throw new GeneralSecurityException("None of the keys decrypts the body, or it was changed");
	}

	private static byte[] tagMovedToTheEnd(byte[] sealed) {
		byte[] moved = Arrays.copyOfRange(sealed, TAG_BYTES, TAG_BYTES + sealed.length);
		System.arraycopy(sealed, 0, moved, sealed.length - TAG_BYTES, TAG_BYTES);
		return moved;
	}

}
