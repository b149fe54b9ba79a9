package io.claimflow.demo.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;

/**
 * What is in a link of a mail. The database has only its hash, so whoever reads it cannot
 * use the link.
 */
final class LinkValue {

	private static final StringKeyGenerator VALUES = new Base64StringKeyGenerator(
			Base64.getUrlEncoder().withoutPadding(), 32);

	private LinkValue() {
	}

	static String create() {
		return VALUES.generateKey();
	}

	static String hash(String value) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
