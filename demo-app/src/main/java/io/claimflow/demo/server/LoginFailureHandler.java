package io.claimflow.demo.server;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;

/**
 * Shows the login page again, with the address as it was typed: known or not, and
 * whatever went wrong.
 */
public final class LoginFailureHandler extends SimpleUrlAuthenticationFailureHandler {

	private static final String TYPED = LoginFailureHandler.class.getName() + ".typed";

	/** More than any address has, and little enough to remember of anybody. */
	private static final int MAXIMUM_LENGTH = 320;

	LoginFailureHandler() {
		super("/login?error");
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException, ServletException {
		String typed = request.getParameter("username");
		if (typed != null && typed.length() <= MAXIMUM_LENGTH) {
			request.getSession().setAttribute(TYPED, typed);
		}
		super.onAuthenticationFailure(request, response, exception);
	}

	/** The address that was typed last, which is told once. */
	public static @Nullable String takeTyped(HttpSession session) {
		Object typed = session.getAttribute(TYPED);
		session.removeAttribute(TYPED);
		return (String) typed;
	}

}
