package io.claimflow.spring.git.remote;

import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

import org.eclipse.jgit.transport.URIish;

/**
 * Where a repository is: an https or ssh URI without secrets.
 *
 * @param text the URI
 * @param kind how it is reached
 * @param user the user of ssh
 * @param host the host
 * @param port the port
 */
public record RepositoryUri(String text, Kind kind, Optional<String> user, String host, int port) {

	private static final String WRITE = "write https://<host>/<path> or ssh://git@<host>/<path>";

	/**
	 * Reads a URI.
	 * @throws IllegalArgumentException if it cannot be used; the message says why, and
	 * what to write, and has nothing of the URI but its scheme
	 */
	public static RepositoryUri of(String uri) {
		URIish parsed;
		try {
			parsed = new URIish(uri);
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			throw new IllegalArgumentException("is not the URI of a repository: " + WRITE);
		}
		Kind kind = kind(parsed);
		if (parsed.getPath() != null && parsed.getPath().startsWith(":")) {
			// As git names programs that it runs.
			throw new IllegalArgumentException("is not the URI of a repository: " + WRITE);
		}
		String host = parsed.getHost();
		if (host == null || host.isEmpty() || parsed.getPath() == null || parsed.getPath().isEmpty()) {
			throw new IllegalArgumentException("has no host or no path: " + WRITE);
		}
		if (parsed.getPass() != null || (kind == Kind.HTTPS && parsed.getUser() != null)) {
			throw new IllegalArgumentException("has a user name or a password, which would stand in logs: set"
					+ " claimflow.git.username and claimflow.git.password");
		}
		return new RepositoryUri(uri, kind, Optional.ofNullable(parsed.getUser()), host,
				(parsed.getPort() > 0) ? parsed.getPort() : kind.port);
	}

	private static Kind kind(URIish uri) {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		return switch (scheme) {
			case "https" -> Kind.HTTPS;
			case "ssh" -> Kind.SSH;
			case "" -> {
				if (uri.getHost() == null) {
					throw new IllegalArgumentException("is a path of this machine: " + WRITE);
				}
				yield Kind.SSH;
			}
			default -> throw new IllegalArgumentException(
					"has the scheme \"" + scheme + "\", and only https and ssh prove who the server is: " + WRITE);
		};
	}

	URIish toUriish() {
		try {
			return new URIish(this.text);
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return this.text;
	}

	/** How a repository is reached. */
	public enum Kind {

		/** Over https. */
		HTTPS(443),
		/** Over ssh. */
		SSH(22);

		private final int port;

		Kind(int port) {
			this.port = port;
		}

	}

}
