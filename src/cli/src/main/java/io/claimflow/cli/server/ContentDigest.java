package io.claimflow.cli.server;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The value of the header {@code Content-Digest} (RFC 9530). */
final class ContentDigest {

	private ContentDigest() {
	}

	static String of(byte[] body) {
		try {
			return "sha-256=:" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(body))
					+ ":";
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Java has no SHA-256", ex);
		}
	}

}
