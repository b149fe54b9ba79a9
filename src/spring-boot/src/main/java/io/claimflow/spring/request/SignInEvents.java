package io.claimflow.spring.signin;

import io.claimflow.Event;
import io.claimflow.spring.request.PendingRequests;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.core.Authentication;

/**
 * Describes a user who has given a factor and comes back with a request, for the triggers
 * that fire later in a sign-in.
 */
public final class SignInEvents {

	private final SignInEventFactory events;

	private final PendingRequests pendingRequests;

	SignInEvents(SignInEventFactory events, PendingRequests pendingRequests) {
		this.events = events;
		this.pendingRequests = pendingRequests;
	}

	/**
	 * The part of an event that tells of the user and of the request, which may be an
	 * authorization request.
	 * @param authentication what the user is signed in with
	 * @param request the request
	 */
	public Event describe(Authentication authentication, HttpServletRequest request) {
		return this.events.createLater(authentication, this.pendingRequests.current(request), request);
	}

}
