package io.claimflow.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.hc.client5.http.utils.URIUtils;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes: a URL in the form in which it is checked and used.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host in its one spelling
 * @param port the port, or -1 for the one of the scheme
 * @param path the path with the query, encoded; starts with a slash
 */
record Target(String scheme, HostName host, int port, String path) {

	private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);

	private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*]|[^:]*)(?::(\\d{0,5}))?");

	/**
	 * Reads a URL.
	 * @throws FetchException if a call cannot go there; the message has nothing of the
	 * URL but its scheme
	 */
	static Target of(String url) throws FetchException {
		try {
			return of(new URI(url));
		}
		catch (URISyntaxException ex) {
			throw new FetchException("The URL cannot be read (" + ex.getReason() + " at index " + ex.getIndex()
					+ "): write an absolute http or https URL and encode values with encodeURIComponent");
		}
	}

	private static Target of(URI uri) throws FetchException {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		Integer usualPort = PORTS.get(scheme);
		if (usualPort == null) {
			throw new FetchException(scheme.isEmpty() ? "The URL has no scheme: write an absolute http or https URL"
					: "The URL has the scheme '" + scheme + "': only http and https can be fetched");
		}
		String authority = uri.getRawAuthority();
		if (authority == null) {
			throw new FetchException("The URL has no host: write an absolute http or https URL");
		}
		if (authority.contains("@")) {
			throw new FetchException(
					"The URL has a user name or password before its host: send an Authorization header instead");
		}
		Matcher parts = AUTHORITY.matcher(authority);
		if (!parts.matches()) {
			throw new FetchException(
					"The URL's host and port cannot be read: write https://<host> or " + "https://<host>:<port>");
		}
		return new Target(scheme, host(parts.group(1)), port(parts.group(2), usualPort), path(uri));
	}

	private static HostName host(String written) throws FetchException {
		try {
			return HostName.of(written);
		}
		catch (IllegalArgumentException ex) {
			throw new FetchException("The URL's host " + ex.getMessage() + ": write a host name or an IP address");
		}
	}

	private static int port(@Nullable String digits, int usualPort) throws FetchException {
		if (digits == null || digits.isEmpty()) {
			return -1;
		}
		int port = Integer.parseInt(digits);
		if (port == 0 || port > 65535) {
			throw new FetchException("The URL has port " + port + ": use a port between 1 and 65535");
		}
		return (port == usualPort) ? -1 : port;
	}

	private static String path(URI uri) {
		URI encoded = URI.create(uri.toASCIIString());
		String path = encoded.getRawPath();
		String query = encoded.getRawQuery();
		return (path.isEmpty() ? "/" : path) + ((query != null) ? "?" + query : "");
	}

	/** Where a redirect from here leads to (RFC 9110, 10.2.2). */
	Target redirect(String location) throws FetchException {
		try {
			return of(URIUtils.resolve(URI.create(origin() + this.path), new URI(location)));
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			throw new FetchException("The URL cannot be read");
		}
	}

	/** Scheme, host and port (RFC 6454); all of a URL that a message may show. */
	String origin() {
		return this.scheme + "://" + this.host.inUrl() + ((this.port >= 0) ? ":" + this.port : "");
	}

	/** The port, whether or not the URL names one. */
	int portOrUsual() {
		return (this.port >= 0) ? this.port : PORTS.getOrDefault(this.scheme, -1);
	}

	HttpHost httpHost() {
		return new HttpHost(this.scheme, this.host.text(), this.port);
	}

}
