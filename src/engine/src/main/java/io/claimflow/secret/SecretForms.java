package io.claimflow.secret;

import java.net.IDN;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The forms in which a secret is sent and shown: as it is, quoted, and in the encodings
 * of URLs and bytes.
 */
final class SecretForms {

	/** So much of a secret is masked in other forms. */
	private static final int ENCODED = 16 * 1024;

	/** So much of a secret is masked as it is: no text is kept that has more. */
	private static final int PLAIN = 64 * 1024;

	/** No name of a host is longer (RFC 1035, section 2.3.4). */
	private static final int HOST_NAME = 253;

	private static final Pattern PERCENT = Pattern.compile("%[0-9A-F]{2}");

	/** What {@code encodeURIComponent} leaves as it is, and a form does not. */
	private static final Pattern UNRESERVED = Pattern.compile("%2[1789]|%7E");

	/** What {@code encodeURI} leaves as it is beside that. */
	private static final Pattern RESERVED = Pattern.compile("%(2[346BCF]|3[ABDF]|40)");

	private final Set<String> forms = new LinkedHashSet<>();

	private SecretForms(String secret) {
		this.forms.add(secret);
		addLowerCase(secret);
		addEncoded(secret);
		addQuoted(secret);
		byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
		addBase64(bytes);
		this.forms.add(HexFormat.of().formatHex(bytes));
		this.forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
	}

	static Set<String> of(String secret) {
		Set<String> forms = new SecretForms(beginning(secret, ENCODED)).forms;
		forms.addAll(plain(secret));
		return forms;
	}

	/** The secret as it is. */
	static Set<String> plain(String secret) {
		return Set.of(beginning(secret, PLAIN));
	}

	private static String beginning(String secret, int length) {
		return (secret.length() > length) ? secret.substring(0, length) : secret;
	}

	/**
	 * As the name of a host or of a header: in lower case, with compatible characters
	 * replaced, and in ASCII (RFC 3490).
	 */
	private void addLowerCase(String secret) {
		this.forms.add(secret.toLowerCase(Locale.ROOT));
		this.forms.add(Normalizer.normalize(secret, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
		if (secret.length() > HOST_NAME) {
			return;
		}
		try {
			this.forms.add(IDN.toASCII(secret, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			// It is no part of a host's name.
		}
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
			if (end - begin >= SecretMask.SHORT) {
				addBase64Text(Base64.getEncoder().encodeToString(shifted).substring(begin, end));
			}
		}
	}

	/** In the alphabets of sections 4 and 5 of RFC 4648. */
	private void addBase64Text(String text) {
		this.forms.add(text);
		this.forms.add(text.replace('+', '-').replace('/', '_'));
	}

	/**
	 * As a form encodes it, and as {@code encodeURIComponent} and {@code encodeURI} do.
	 */
	private void addEncoded(String secret) {
		String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
		String component = decoded(UNRESERVED, form.replace("+", "%20"));
		for (String encoded : List.of(form, form.replace("+", "%20"), component, decoded(RESERVED, component))) {
			this.forms.add(encoded);
			this.forms.add(PERCENT.matcher(encoded).replaceAll((octet) -> octet.group().toLowerCase(Locale.ROOT)));
		}
	}

	private static String decoded(Pattern octets, String text) {
		return octets.matcher(text)
			.replaceAll((octet) -> "\\" + (char) Integer.parseInt(octet.group().substring(1), 16));
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
		String json = SecretJson.mapper().writeValueAsString(text);
		return json.substring(1, json.length() - 1);
	}

}
