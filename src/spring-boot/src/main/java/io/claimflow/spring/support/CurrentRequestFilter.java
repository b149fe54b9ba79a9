package io.claimflow.spring.support;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.filter.RequestContextFilter;

/**
 * Makes the current request known where nothing else does: Spring Boot's own filter for
 * that is gone in an application with {@code @EnableWebMvc}. Without the request an event
 * lacks what it tells of it, and each token of a request would have a run of its own.
 */
public final class CurrentRequestFilter extends RequestContextFilter {

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return RequestContextHolder.getRequestAttributes() != null;
	}

}
