package io.claimflow.spring.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;

/**
 * Lets the workflow judge a sign-in before the application's own strategy touches a
 * session: a denied sign-in must neither end other sessions of the user nor count as one.
 *
 * @param delegate the application's own strategy
 * @param guard what judges
 */
record GuardedSessionStrategy(SessionAuthenticationStrategy delegate,
		GuardedSecurityContextRepository guard) implements SessionAuthenticationStrategy {

	@Override
	public void onAuthentication(Authentication authentication, HttpServletRequest request,
			HttpServletResponse response) {
		this.guard.judge(authentication, request, response);
		this.delegate.onAuthentication(authentication, request, response);
	}

}
