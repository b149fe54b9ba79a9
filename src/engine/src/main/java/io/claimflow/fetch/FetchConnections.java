package io.claimflow.fetch;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/**
 * How calls get to where they go.
 *
 * @param proxy the HTTP proxy through which calls go that leave the operator's own
 * network, as {@code http://<host>:<port>}, or empty if they go directly
 * @param tls what connections trust; asked at each call, so it may change. Empty for what
 * the JVM trusts
 */
public record FetchConnections(Optional<URI> proxy, Optional<Supplier<Tls>> tls) {

	/**
	 * Checks the proxy.
	 * @throws IllegalArgumentException if it is not of that form; the message names the
	 * property
	 */
	public FetchConnections {
		proxy.ifPresent(FetchConnections::check);
	}

	private static void check(URI proxy) {
		boolean plain = proxy.getRawUserInfo() == null && proxy.getRawQuery() == null && proxy.getRawFragment() == null
				&& proxy.getRawPath() != null && proxy.getRawPath().matches("/?");
		if (!"http".equals(proxy.getScheme()) || proxy.getHost() == null || proxy.getPort() <= 0 || !plain) {
			throw new IllegalArgumentException(
					"claimflow.fetch.proxy must be http://<host>:<port>, without a user name and a path");
		}
	}

	/** Directly, and with what the JVM trusts. */
	public static FetchConnections direct() {
		return new FetchConnections(Optional.empty(), Optional.empty());
	}

	/**
	 * What connections trust, and by which means they are secured.
	 *
	 * @param context the keys and the trusted certificates
	 * @param protocols the versions of TLS, or empty for those that are good
	 * @param ciphers the cipher suites, or empty for those that are good
	 */
	public record Tls(SSLContext context, List<String> protocols, List<String> ciphers) {

	}

}
