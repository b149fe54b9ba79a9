package io.claimflow.cli.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Terminal;

/**
 * Where a server is: its issuer.
 *
 * @param url the URL without a slash at its end
 */
record ServerAddress(String url) {

	private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

	/**
	 * The address that somebody wrote.
	 * @throws Failure if it is none, or tokens would be readable on their way to it
	 */
	static ServerAddress of(String written, boolean allowHttp) {
		URI uri;
		try {
			uri = new URI(written);
		}
		catch (URISyntaxException ex) {
			throw wrong(written);
		}
		String host = uri.getHost();
		if (host == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null
				|| !Set.of("http", "https").contains(uri.getScheme())) {
			throw wrong(written);
		}
		if (uri.getScheme().equals("http") && !allowHttp && !THIS_MACHINE.contains(host)) {
			throw Failure.ofUsage("The URL " + written + " has no TLS: anybody on the way could read the token",
					"Use https, or --allow-http where nobody is on the way.");
		}
		return new ServerAddress(written.replaceFirst("/+$", ""));
	}

	private static Failure wrong(String written) {
		// It may have a password in it.
		String shown = written.contains("@") ? "The URL of the server" : "\"" + Terminal.oneLine(written) + "\"";
		return Failure.ofUsage(shown + " is no URL of a server", "Write one such as https://auth.example.com.");
	}

	URI resolve(String path) {
		return URI.create(this.url + path);
	}

	/** The host, and the port where there is one. */
	String host() {
		return URI.create(this.url).getAuthority();
	}

	/** Whether something is at this server: by its scheme, its host and its port. */
	boolean isAt(URI other) {
		return URI.create(this.url).getScheme().equals(other.getScheme()) && host().equals(other.getAuthority());
	}

}
