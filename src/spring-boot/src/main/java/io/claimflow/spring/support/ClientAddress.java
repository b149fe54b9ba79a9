package io.claimflow.spring.support;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The IP address that a request came from, as workflows see it. What a proxy forwards can
 * have more than that: {@code Forwarded: for="[2001:db8::1]:4711"} has brackets and a
 * port (RFC 7239, section 6), and Spring's filter leaves some of it.
 */
public final class ClientAddress {

	private static final Pattern BRACKETS = Pattern.compile("\\[([0-9A-Fa-f:.]+)(?:%[^\\]]*)?](?::\\d+)?");

	private static final Pattern IPV4_WITH_PORT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}):\\d+");

	private static final Pattern IPV6_WITH_ZONE = Pattern.compile("([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)%.*");

	private ClientAddress() {
	}

	/**
	 * An address without brackets, port and zone.
	 * @param remote what the request says, or null if it says nothing
	 * @return the address; what is none, such as an obfuscated identifier, as it was
	 */
	public static @Nullable String of(@Nullable String remote) {
		if (remote == null) {
			return null;
		}
		String text = remote.strip();
		if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
			text = text.substring(1, text.length() - 1);
		}
		for (Pattern form : new Pattern[] { BRACKETS, IPV4_WITH_PORT, IPV6_WITH_ZONE }) {
			Matcher matcher = form.matcher(text);
			if (matcher.matches()) {
				return matcher.group(1);
			}
		}
		return text;
	}

}
