package io.claimflow.engine;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import tools.jackson.databind.json.JsonMapper;

/**
 * Masks the secrets that a run knows, as they are and in the encodings in which they are
 * sent.
 */
final class SecretMask {

	private static final String MASK = "******";

	private static final String CUT = " …";

	/** What is shorter is in any text by chance. */
	private static final int SHORT = 4;

	/** What is longer is masked as it is, and in no other form: each would be a copy. */
	private static final int LONG = 64 * 1024;

	/** Longest first, so that a secret within another leaves nothing of it. */
	private final Set<String> forms = new TreeSet<>(
			Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

	void add(String secret) {
		if (secret.isEmpty()) {
			return;
		}
		this.forms.add(secret);
		if (secret.length() > LONG) {
			return;
		}
		addEncoded(URLEncoder.encode(secret, StandardCharsets.UTF_8));
		addQuoted(secret);
		addBase64(secret.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Alone, and within a longer text such as {@code user:password}. What comes before it
	 * shifts its bits by none, one or two bytes; the characters that it shares with its
	 * neighbours tell too little to matter.
	 */
	private void addBase64(byte[] secret) {
		addBase64Text(Base64.getEncoder().encodeToString(secret));
		addBase64Text(Base64.getEncoder().withoutPadding().encodeToString(secret));
		for (int shift = 0; shift < 3; shift++) {
			byte[] shifted = new byte[shift + secret.length];
			System.arraycopy(secret, 0, shifted, shift, secret.length);
			int begin = (shift > 0) ? shift + 1 : 0;
			int end = shifted.length * 8 / 6;
			if (end - begin >= SHORT) {
				addBase64Text(Base64.getEncoder().encodeToString(shifted).substring(begin, end));
			}
		}
	}

	/** In the alphabets of sections 4 and 5 of RFC 4648. */
	private void addBase64Text(String text) {
		this.forms.add(text);
		this.forms.add(text.replace('+', '-').replace('/', '_'));
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
	 * As {@code JSON.stringify} quotes it, once and within a text that is quoted again,
	 * and as the console shows it within objects.
	 */
	private void addQuoted(String secret) {
		String text = quoted(secret);
		this.forms.add(text);
		this.forms.add(quoted(text));
		String shown = text.replace("\\\"", "\"");
		this.forms.add(shown);
		this.forms.add(shown.replace("'", "\\'"));
	}

	private static String quoted(String text) {
		String json = JsonMapper.shared().writeValueAsString(text);
		return json.substring(1, json.length() - 1);
	}

	/**
	 * A text with its secrets masked, or the beginning of it. No more of a text is looked
	 * at than is kept, however long it is. It is masked before it is cut, and what half
	 * of a secret could be at the cut is dropped.
	 * @param length the characters to keep
	 */
	String beginning(String text, int length) {
		int most = Math.max(1, longest());
		if (text.length() <= length + most) {
			String masked = apply(text);
			return (masked.length() > length) ? masked.substring(0, length) + CUT : masked;
		}
		String masked = apply(text.substring(0, length + most));
		return masked.substring(0, Math.max(0, Math.min(length, masked.length() - (most - 1)))) + CUT;
	}

	private int longest() {
		return this.forms.isEmpty() ? 0 : this.forms.iterator().next().length();
	}

	String apply(String text) {
		String masked = text;
		for (String form : this.forms) {
			masked = (form.length() < SHORT) ? standingAlone(form).matcher(masked).replaceAll(MASK)
					: masked.replace(form, MASK);
		}
		return masked;
	}

	/** To mask a letter wherever it is would give it away. */
	private static Pattern standingAlone(String form) {
		return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(form) + "(?![\\p{L}\\p{N}])");
	}

}
