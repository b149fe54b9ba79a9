package io.claimflow.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.stereotype.Component;

/**
 * At a sign-out, makes the tokens of this browser worthless as far as the server can: the
 * refresh token, and the access token to whoever asks the server about it.
 */
@Component
class TokenRevocation implements LogoutHandler {

	private final OAuth2AuthorizationService authorizations;

	TokenRevocation(OAuth2AuthorizationService authorizations) {
		this.authorizations = authorizations;
	}

	@Override
	public void logout(HttpServletRequest request, HttpServletResponse response,
			@Nullable Authentication authentication) {
		HttpSession session = request.getSession(false);
		Tokens tokens = (session != null) ? DemoSession.of(session).tokens() : null;
		if (tokens != null) {
			OAuth2Authorization authorization = this.authorizations.findByToken(tokens.accessToken(),
					OAuth2TokenType.ACCESS_TOKEN);
			if (authorization != null) {
				this.authorizations.remove(authorization);
			}
		}
	}

}
