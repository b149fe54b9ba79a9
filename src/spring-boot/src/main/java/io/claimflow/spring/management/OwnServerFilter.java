package io.claimflow.spring.management;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

import io.claimflow.fetch.OwnServer;
import io.claimflow.management.ApiResponses;
import io.claimflow.spring.support.FunctionalServlet;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Guards the port at which the server listens to its own workflows. Nobody else has the
 * key that it asks for. Most calls there run no workflow, so they end and free their
 * threads; those that might, token requests with another audience, get half of the
 * threads at most.
 */
final class OwnServerFilter extends OncePerRequestFilter {

	static final String TOKEN_PATH = "/oauth2/token";

	static final String KEYS_PATH = "/.well-known/jwks.json";

	/** What is there for workflows. */
	static final List<String> PATHS = List.of(TOKEN_PATH, KEYS_PATH, ApiServlet.PATH + "/");

	private static final String HEADER = "Claimflow-Key";

	/** RFC 6749, section 4.1.2.1, has the code. */
	private static final Map<String, String> BUSY = Map.of("error", "temporarily_unavailable", "error_description",
			"Workflows ask this server for too many tokens that run workflows");

	private final String key = new Base64StringKeyGenerator(32).generateKey();

	private final String audience;

	private final Semaphore otherTokens;

	private volatile IntSupplier port = () -> -1;

	/**
	 * Creates the filter.
	 * @param audience the audience of tokens for which no workflow runs
	 * @param threads the number of threads behind the port
	 */
	OwnServerFilter(String audience, int threads) {
		this.audience = audience;
		this.otherTokens = new Semaphore(threads / 2);
	}

	/** Says which port it is, once there is one. */
	void port(IntSupplier port) {
		this.port = port;
	}

	OwnServer.Entrance entrance(InetSocketAddress address) {
		return new OwnServer.Entrance(address, getServletContext().getContextPath(), HEADER, this.key);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (request.getLocalPort() != this.port.getAsInt()) {
			chain.doFilter(request, response);
		}
		else if (!hasKey(request.getHeader(HEADER)) || !isOpen(path(request))) {
			response.setStatus(HttpStatus.NOT_FOUND.value());
		}
		else if (!path(request).equals(TOKEN_PATH) || isForApi(request)) {
			chain.doFilter(request, response);
		}
		else if (this.otherTokens.tryAcquire()) {
			try {
				chain.doFilter(request, response);
			}
			finally {
				this.otherTokens.release();
			}
		}
		else {
			response.setHeader(HttpHeaders.RETRY_AFTER, "1");
			FunctionalServlet.write(ScopedCall.response(ApiResponses.of(HttpStatus.SERVICE_UNAVAILABLE.value(), BUSY)),
					request, response);
		}
	}

	private boolean hasKey(@Nullable String sent) {
		return sent != null && MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8),
				this.key.getBytes(StandardCharsets.UTF_8));
	}

	/** As the container understands it, so there are no ways around. */
	private static String path(HttpServletRequest request) {
		String info = request.getPathInfo();
		return request.getServletPath() + ((info != null) ? info : "");
	}

	private static boolean isOpen(String path) {
		return PATHS.stream().anyMatch((open) -> open.endsWith("/") ? path.startsWith(open) : path.equals(open));
	}

	private boolean isForApi(HttpServletRequest request) {
		return Stream.of("audience", "resource")
			.map(request::getParameterValues)
			.anyMatch((values) -> values != null
					&& Arrays.stream(values).map(String::strip).anyMatch(this.audience::equals));
	}

}
