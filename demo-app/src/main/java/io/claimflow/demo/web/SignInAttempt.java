package io.claimflow.demo.web;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;

/**
 * What ties the answer of an authorization request to the browser session that asked: the
 * state (RFC 6749, section 10.12) and the code verifier (RFC 7636).
 */
record SignInAttempt(String state, String codeVerifier) implements Serializable {

	private static final StringKeyGenerator VALUES = new Base64StringKeyGenerator(
			Base64.getUrlEncoder().withoutPadding(), 32);

	static SignInAttempt start() {
		return new SignInAttempt(VALUES.generateKey(), VALUES.generateKey());
	}

	/** The code challenge of method S256 (RFC 7636, section 4.2). */
	String codeChallenge() {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256")
				.digest(this.codeVerifier.getBytes(StandardCharsets.US_ASCII));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	@Override
	public String toString() {
		return "SignInAttempt";
	}

}
