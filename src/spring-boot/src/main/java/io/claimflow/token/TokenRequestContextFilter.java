package io.claimflow.token;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.filter.RequestContextFilter;

/**
 * Makes the current request known where nothing else does: Spring Boot's own filter for
 * that is gone in an application with {@code @EnableWebMvc}, and without the request the
 * tokens of a request would each have a run of their own.
 */
final class TokenRequestContextFilter extends RequestContextFilter {

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return RequestContextHolder.getRequestAttributes() != null;
	}

}
