package io.claimflow.spring.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.springframework.security.core.Authentication;

/**
 * Remembers that a workflow has let a user in, so that it runs once per sign-in: in the
 * request at first, and in the session once there is one.
 */
final class JudgedSignIn {

	private static final String ATTRIBUTE = JudgedSignIn.class.getName();

	private JudgedSignIn() {
	}

	/** A workflow has let a user in. */
	static void remember(HttpServletRequest request, Authentication authentication) {
		request.setAttribute(ATTRIBUTE, authentication.getName());
		keep(request, authentication);
	}

	/** Takes what the request remembers over into its session, if there is one. */
	static void keep(HttpServletRequest request, Authentication authentication) {
		HttpSession session = request.getSession(false);
		if (session != null && inRequest(request, authentication)) {
			session.setAttribute(ATTRIBUTE, authentication.getName());
		}
	}

	/** Whether a workflow has let a user in during this request. */
	static boolean inRequest(HttpServletRequest request, Authentication authentication) {
		return authentication.getName().equals(request.getAttribute(ATTRIBUTE));
	}

	/** Whether a workflow has let a user in during this session. */
	static boolean inSession(HttpServletRequest request, Authentication authentication) {
		HttpSession session = request.getSession(false);
		return session != null && authentication.getName().equals(session.getAttribute(ATTRIBUTE));
	}

}
