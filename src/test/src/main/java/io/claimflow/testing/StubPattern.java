package io.claimflow.testing;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern of requests: a method and a URL, in which {@code *} stands for any
 * characters.
 *
 * @param method the method in upper case, or empty for all of them
 * @param url the URL
 */
record StubPattern(String method, String url) {

	private static final Pattern SYNTAX = Pattern.compile("(?:([A-Za-z]+)\\s+)?(https?://\\S+|/\\S*|\\*)");

	/**
	 * Reads a pattern.
	 * @param text the pattern; a URL that begins with a slash is one of this server
	 * @param server the server that the event names
	 * @throws IllegalArgumentException if it is none
	 */
	static StubPattern of(String text, String server) {
		Matcher parts = SYNTAX.matcher(text.trim());
		if (!parts.matches()) {
			throw new IllegalArgumentException(
					"\"%s\" names no call; write a method and a URL, such as \"GET https://api.example.com/plans\""
						.formatted(text));
		}
		String method = (parts.group(1) != null) ? parts.group(1).toUpperCase(Locale.ROOT) : "";
		return new StubPattern(method, parts.group(2).startsWith("/") ? server + parts.group(2) : parts.group(2));
	}

	boolean matches(String method, String url) {
		return (this.method.isEmpty() || this.method.equals(method))
				&& (this.url.equals(url) || wildcard().matcher(url).matches());
	}

	/** Whether it names one request alone. */
	boolean isExact() {
		return !this.method.isEmpty() && !this.url.contains("*");
	}

	private Pattern wildcard() {
		StringBuilder pattern = new StringBuilder();
		for (String part : this.url.split("\\*", -1)) {
			pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
		}
		return Pattern.compile(pattern.toString(), Pattern.DOTALL);
	}

}
