package io.claimflow.spring.support;

import org.jspecify.annotations.Nullable;

/**
 * The {@code error_description} of an OAuth 2.0 error.
 */
public final class OAuth2ErrorText {

	private static final int LENGTH = 200;

	private OAuth2ErrorText() {
	}

	/**
	 * The characters that RFC 6749, sections 4.1.2.1 and 5.2, permits, and no more of
	 * them than a line.
	 * @param text what the error should say, or null for nothing
	 */
	public static String of(@Nullable String text) {
		String permitted = (text != null) ? text.replace('"', '\'').replaceAll("[^\\x20-\\x7E]|\\\\", "?").strip() : "";
		return (permitted.length() > LENGTH) ? permitted.substring(0, LENGTH) : permitted;
	}

}
