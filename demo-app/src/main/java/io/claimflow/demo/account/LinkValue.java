package io.claimflow.demo.account;

import java.util.Base64;

import io.claimflow.demo.Sha256;

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
		return Sha256.of(value);
	}

}
