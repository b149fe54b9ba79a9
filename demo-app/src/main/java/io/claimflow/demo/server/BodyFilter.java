package io.claimflow.demo.server;

import java.io.IOException;
import java.util.concurrent.Semaphore;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps threads for requests without a body. One with a body holds a thread until that
 * has come, and a client can take its time; such requests get three quarters of the
 * threads, and further ones are told to try again. In front of a real server, a proxy
 * that passes on whole requests does that better.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BodyFilter extends OncePerRequestFilter {

	private final OAuth2ErrorHttpMessageConverter errors = new OAuth2ErrorHttpMessageConverter();

	private final Environment environment;

	private final Semaphore bodies;

	BodyFilter(Environment environment, @Value("${server.tomcat.threads.max}") int threads) {
		this.environment = environment;
		this.bodies = new Semaphore(Math.max(1, threads * 3 / 4));
	}

	/** What workflows ask of their own server comes at another port, to other threads. */
	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		boolean body = request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
		return !body || request.getLocalPort() != this.environment.getRequiredProperty("local.server.port", int.class);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (this.bodies.tryAcquire()) {
			try {
				chain.doFilter(request, response);
			}
			finally {
				this.bodies.release();
			}
		}
		else {
			response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
			response.setHeader(HttpHeaders.RETRY_AFTER, "5");
			this.errors.write(
					new OAuth2Error(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE,
							"The server has too much to do. Try again later.", null),
					MediaType.APPLICATION_JSON, new ServletServerHttpResponse(response));
		}
	}

}
