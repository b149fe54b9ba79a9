package io.claimflow.engine;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.json.JsonMapper;

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
		addEncoded(URLEncoder.encode(secret, StandardCharsets.UTF_8));
		addQuoted(secret);
		this.forms.add(Base64.getEncoder().encodeToString(bytes));
		this.forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
		this.forms.add(Base64.getUrlEncoder().encodeToString(bytes));
		this.forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
	}

	/** As a form encodes it, and as {@code encodeURIComponent} does. */
	private void addEncoded(String form) {
		this.forms.add(form);
		this.forms.add(form.replace("+", "%20"));
		this.forms.add(form.replace("+", "%20")
			.replace("%21", "!")
			.replace("%27", "'")
			.replace("%28", "(")
			.replace("%29", ")")
			.replace("%7E", "~"));
	}

	/**
	 * As {@code JSON.stringify} quotes it, and as the console shows it within objects.
	 */
	private void addQuoted(String secret) {
		String json = JsonMapper.shared().writeValueAsString(secret);
		String text = json.substring(1, json.length() - 1);
		this.forms.add(text);
		this.forms.add(text.replace("\\\"", "\"").replace("'", "\\'"));
	}

	String apply(String text) {
		String masked = text;
		for (String form : this.forms) {
			masked = masked.replace(form, MASK);
		}
		return masked;
	}

}
