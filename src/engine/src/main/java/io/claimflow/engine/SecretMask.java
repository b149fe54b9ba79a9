package io.claimflow.engine;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/**
 * Masks the secrets that a run has read, as they are and in the encodings in which they
 * are sent.
 */
final class SecretMask {

	private static final String MASK = "******";

	/** Longest first, so that a secret within another leaves nothing of it. */
	private final Set<String> forms = new TreeSet<>(
			Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

	void add(String secret) {
		if (secret.isEmpty()) {
			return;
		}
		byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
		this.forms.add(secret);
		this.forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
		this.forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
		this.forms.add(Base64.getEncoder().encodeToString(bytes));
		this.forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
		this.forms.add(Base64.getUrlEncoder().encodeToString(bytes));
		this.forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
	}

	String apply(String text) {
		String masked = text;
		for (String form : this.forms) {
			masked = masked.replace(form, MASK);
		}
		return masked;
	}

}
