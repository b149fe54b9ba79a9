package io.claimflow.demo.server;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.web.servlet.FlashMap;
import org.springframework.web.servlet.support.SessionFlashMapManager;

/**
 * Shows the login page again, with the address as it was typed: known or not, and
 * whatever went wrong.
 */
final class LoginFailureHandler extends SimpleUrlAuthenticationFailureHandler {

	private static final String LOGIN = "/login";

	/** The name that the page gives it. */
	private static final String TYPED = "typedUsername";

	/** More than any address has, and little enough to remember of anybody. */
	private static final int MAXIMUM_LENGTH = 320;

	private static final int SECONDS = 180;

	private final SessionFlashMapManager flashMaps = new SessionFlashMapManager();

	LoginFailureHandler() {
		super(LOGIN + "?error");
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException, ServletException {
		String typed = request.getParameter("username");
		if (typed != null && typed.length() <= MAXIMUM_LENGTH) {
			FlashMap next = new FlashMap();
			next.put(TYPED, typed);
			next.setTargetRequestPath(request.getContextPath() + LOGIN);
			next.startExpirationPeriod(SECONDS);
			this.flashMaps.saveOutputFlashMap(next, request, response);
		}
		super.onAuthenticationFailure(request, response, exception);
	}

}
