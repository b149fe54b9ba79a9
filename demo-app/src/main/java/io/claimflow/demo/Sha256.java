package io.claimflow.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the database has of a secret that is needed no more than to know it again: whoever
 * reads it there cannot use it.
 */
public final class Sha256 {

	private Sha256() {
	}

	/** The hash of a random text, in hexadecimal digits. */
	public static String of(String secret) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
