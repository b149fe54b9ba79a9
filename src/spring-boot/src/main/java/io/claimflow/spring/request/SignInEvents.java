package io.claimflow.spring.request;

import io.claimflow.Event;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.core.Authentication;

/**
 * A describer of users who have given a factor and come back with a request, for the
 * triggers that fire later in a sign-in.
 */
@FunctionalInterface
public interface SignInEvents {

	/**
	 * The part of an event that tells of the user and of the request, which may be an
	 * authorization request.
	 * @param authentication what the user is signed in with
	 * @param request the request
	 */
	Event describe(Authentication authentication, HttpServletRequest request);

}
