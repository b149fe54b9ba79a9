package io.claimflow.benchmarks;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * A server of somebody else's, which runs already.
 *
 * @param uri its token endpoint
 * @param authorization the credentials of its client
 * @param process its process, if that is known
 */
record OtherServer(URI uri, String authorization, Optional<ProcessHandle> process) implements TokenEndpoint {

	/** Nobody else's server is put under load. */
	private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

	/**
	 * Reads a token URL with the credentials of a client in it, such as
	 * {@code http://client:secret@127.0.0.1:8080/token#4711}. The fragment is the number
	 * of the server's process; without it, nothing is known of its processor time.
	 * @throws IllegalArgumentException if it is none, or not on this machine
	 */
	static OtherServer of(String url) {
		URI given = URI.create(url);
		if (given.getUserInfo() == null || given.getPort() < 0 || !LOOPBACK.contains(given.getHost())) {
			throw new IllegalArgumentException(
					"A server that takes its turns is on this machine, and its URL has the credentials of a client:"
							+ " NAME=http://CLIENT:SECRET@127.0.0.1:PORT/PATH, optionally with #PROCESS");
		}
		String fragment = given.getFragment();
		URI uri = URI
			.create("%s://%s:%d%s".formatted(given.getScheme(), given.getHost(), given.getPort(), given.getRawPath()));
		return new OtherServer(uri,
				"Basic " + Base64.getEncoder().encodeToString(given.getUserInfo().getBytes(StandardCharsets.UTF_8)),
				Optional.ofNullable(fragment).map(Long::valueOf).flatMap(ProcessHandle::of));
	}

	@Override
	public Duration cpuTime() {
		return this.process.flatMap((found) -> found.info().totalCpuDuration()).orElse(Duration.ZERO);
	}

	@Override
	public void forget() {
		// It keeps what it keeps.
	}

	@Override
	public void close() {
		// Whoever started it ends it.
	}

}
