package io.claimflow.encryption;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 with a key that is derived from one that encrypts, so that no key serves
 * two ciphers. The derivation is the second half of HKDF, for one block.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5869#section-2.3">RFC 5869, 2.3</a>
 */
final class HmacSha256 {

	private static final String ALGORITHM = "HmacSHA256";

	private static final byte[] INFO = "claimflow authentication\1".getBytes(StandardCharsets.US_ASCII);

	private HmacSha256() {
	}

	static byte[] authenticate(SecretKey key, byte[] content, byte[] context) {
		Mac mac = mac(new SecretKeySpec(mac(key).doFinal(INFO), ALGORITHM));
		mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(context.length).array());
		mac.update(context);
		return mac.doFinal(content);
	}

	static boolean isAuthentic(SecretKey key, byte[] content, byte[] context, byte[] mac) {
		return MessageDigest.isEqual(authenticate(key, content, context), mac);
	}

	private static Mac mac(SecretKey key) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(key);
			return mac;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("HMAC-SHA256 failed", ex);
		}
	}

}
