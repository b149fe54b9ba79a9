package io.claimflow.fetch;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which headers a workflow may send, and which of them follow a redirect.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1">RFC 9110, 7.6.1</a>
 */
final class RequestHeaders {

	/** They belong to the connection, or say how the message is framed or routed. */
	private static final Set<String> RESERVED = Set.of("connection", "content-length", "expect", "host",
			"http2-settings", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "via");

	/** They are for the server that the workflow named. */
	private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie");

	/** They describe a body. */
	private static final Set<String> CONTENT = Set.of("content-encoding", "content-language", "content-location",
			"content-type");

	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

	private RequestHeaders() {
	}

	/**
	 * Checks what a workflow wants to send.
	 * @throws FetchException if a header cannot be sent; the message has no values
	 */
	static void check(Map<String, String> headers) throws FetchException {
		for (Map.Entry<String, String> header : headers.entrySet()) {
			String name = header.getKey();
			if (!TOKEN.matcher(name).matches()) {
				throw new FetchException("A header's name is empty or has characters that no name has: "
						+ "use letters, digits and '-'");
			}
			String lower = name.toLowerCase(Locale.ROOT);
			if (RESERVED.contains(lower) || lower.startsWith("proxy-")) {
				throw new FetchException(
						"The header '" + name + "' is set by the HTTP client alone: leave it out of the request");
			}
			if (!VALUE.matcher(header.getValue()).matches()) {
				throw new FetchException("The value of the header '" + name
						+ "' has a line break, a control character or a letter beyond ASCII: encode it");
			}
		}
	}

	/** The headers for another origin. */
	static Map<String, String> withoutCredentials(Map<String, String> headers) {
		return without(headers, CREDENTIALS);
	}

	/** The headers of a request that has lost its body. */
	static Map<String, String> withoutContent(Map<String, String> headers) {
		return without(headers, CONTENT);
	}

	private static Map<String, String> without(Map<String, String> headers, Set<String> names) {
		Map<String, String> kept = new LinkedHashMap<>(headers);
		kept.keySet().removeIf((name) -> names.contains(name.toLowerCase(Locale.ROOT)));
		return kept;
	}

}
