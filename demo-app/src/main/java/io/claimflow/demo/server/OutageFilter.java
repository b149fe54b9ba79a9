package io.claimflow.demo.server;

import java.io.IOException;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers while the database is away, or anything else is broken: a browser with the
 * error page, and an application with an error of OAuth (RFC 6749, section 4.1.2.1, has
 * the codes), which tells it whether to try again.
 */
final class OutageFilter extends OncePerRequestFilter {

	private static final Logger logger = LoggerFactory.getLogger(OutageFilter.class);

	private static final String RETRY_SECONDS = "5";

	private final OAuth2ErrorHttpMessageConverter errors = new OAuth2ErrorHttpMessageConverter();

	private final MediaTypeRequestMatcher browsers = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);

	OutageFilter() {
		this.browsers.setIgnoredMediaTypes(Set.of(MediaType.ALL));
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, response);
		}
		catch (ServletException | RuntimeException ex) {
			if (response.isCommitted()) {
				throw ex;
			}
			answer(request, response, ex);
		}
	}

	private void answer(HttpServletRequest request, HttpServletResponse response, Exception ex) throws IOException {
		boolean outage = isOutage(ex);
		HttpStatus status = outage ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.INTERNAL_SERVER_ERROR;
		if (outage) {
			logger.error("The database does not answer: {}", NestedExceptionUtils.getMostSpecificCause(ex).toString());
			response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
		}
		else {
			logger.error("A request could not be answered", ex);
		}
		if (this.browsers.matches(request)) {
			response.sendError(status.value());
			return;
		}
		response.resetBuffer();
		response.setStatus(status.value());
		this.errors.write(
				outage ? new OAuth2Error(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE,
						"The server cannot reach its database. Try again later.", null)
						: new OAuth2Error(OAuth2ErrorCodes.SERVER_ERROR, "The server's log says why.", null),
				MediaType.APPLICATION_JSON, new ServletServerHttpResponse(response));
	}

	/** Whether the database was needed and did not answer. */
	static boolean isOutage(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof DataAccessException || cause instanceof TransactionException) {
				return true;
			}
		}
		return false;
	}

}
