package io.claimflow.fetch;

import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * The server in which workflows run, so far as they may call it. Calls to it take a way
 * of their own, past the network and the threads that run workflows. They are still calls
 * to its URL: they have the {@code Host} header of that, and no other server sees them.
 */
public final class OwnServer {

	/** Escapes in what was escaped, control characters, and bytes that are no text. */
	private static final Pattern AMBIGUOUS = Pattern.compile("%\\p{XDigit}{2}|[\\p{Cntrl}\\uFFFD]");

	private final Target base;

	private final List<String> paths;

	private final Supplier<Optional<Entrance>> entrance;

	/**
	 * Describes the server.
	 * @param url the URL at which others reach it, without a slash at the end
	 * @param paths the paths below the URL that calls may reach this way; one that ends
	 * in a slash is for all below it
	 * @param entrance where the server listens to such calls, once it does; calls go to
	 * the URL as any other as long as it does not
	 * @throws IllegalArgumentException if the URL cannot be called
	 */
	public OwnServer(String url, List<String> paths, Supplier<Optional<Entrance>> entrance) {
		try {
			this.base = Target.of(url);
		}
		catch (FetchException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
		this.paths = List.copyOf(paths);
		this.entrance = entrance;
	}

	/** Whether the server is at a host and port. */
	boolean isAt(HostName host, int port) {
		return this.base.host().equals(host) && this.base.portOrUsual() == port;
	}

	/** Whether calls may reach a URL of the server's wherever it is. */
	boolean opens(Target target) {
		return below(target) != null;
	}

	/** Sends a request to the server if it is for it. */
	Optional<HttpHost> take(Target target, HttpUriRequestBase request) {
		String below = below(target);
		if (below == null) {
			return Optional.empty();
		}
		return this.entrance.get().map((there) -> {
			request.setPath(there.path() + below);
			request.setHeader(there.headerName(), there.headerValue());
			return new HttpHost("http", there.address().getAddress(), there.address().getPort());
		});
	}

	private @Nullable String below(Target target) {
		String prefix = this.base.path().equals("/") ? "" : this.base.path();
		if (!target.origin().equals(this.base.origin()) || !target.path().startsWith(prefix + "/")) {
			return null;
		}
		String below = target.path().substring(prefix.length());
		int query = below.indexOf('?');
		String path = (query >= 0) ? below.substring(0, query) : below;
		boolean open = this.paths.stream()
			.anyMatch((known) -> known.endsWith("/") ? path.startsWith(known) : path.equals(known));
		return (open && !leadsElsewhere(path)) ? below : null;
	}

	/**
	 * Whether a server, or a proxy before it, may understand a path as another one, past
	 * a dot segment.
	 */
	private static boolean leadsElsewhere(String path) {
		String decoded = decoded(path);
		return AMBIGUOUS.matcher(decoded).find() || Arrays.stream(decoded.split("[/\\\\]", -1))
			.map((segment) -> segment.split(";", 2)[0])
			.anyMatch((segment) -> segment.equals(".") || segment.equals(".."));
	}

	private static String decoded(String path) {
		try {
			return URLDecoder.decode(path, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return "..";
		}
	}

	/**
	 * Where the server listens to the calls of its own workflows, with HTTP in clear.
	 *
	 * @param address a loopback address
	 * @param path the path there of what is at the server's URL, without a slash at the
	 * end
	 * @param headerName a header by which the server knows such a call
	 * @param headerValue its value, which nobody else knows
	 */
	public record Entrance(InetSocketAddress address, String path, String headerName, String headerValue) {

		/** Without the header's value. */
		@Override
		public String toString() {
			return "Entrance[address=" + this.address + "]";
		}

	}

}
