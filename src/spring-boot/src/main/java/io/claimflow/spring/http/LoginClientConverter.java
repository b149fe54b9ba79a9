package io.claimflow.spring.http;

import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Knows the client by which people log in by its name alone, where what comes along
 * proves the rest: a device code (RFC 8628, sections 3.1 and 3.4), or a refresh token
 * that is used (RFC 6749, section 6) or revoked (RFC 7009). It may ask for nothing else,
 * such as what the tokens of others say.
 */
final class LoginClientConverter implements AuthenticationConverter {

	private static final Set<String> GRANT_TYPES = Set.of(AuthorizationGrantType.REFRESH_TOKEN.getValue(),
			AuthorizationGrantType.DEVICE_CODE.getValue());

	private final String client;

	private final RequestMatcher tokens;

	private final RequestMatcher others;

	LoginClientConverter(String client, AuthorizationServerSettings settings) {
		this.client = client;
		this.tokens = post(settings.getTokenEndpoint());
		this.others = new OrRequestMatcher(post(settings.getDeviceAuthorizationEndpoint()),
				post(settings.getTokenRevocationEndpoint()));
	}

	private static RequestMatcher post(String path) {
		return PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, path);
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		String[] clients = request.getParameterValues(OAuth2ParameterNames.CLIENT_ID);
		if (clients == null || clients.length != 1 || !clients[0].equals(this.client)
				|| request.getHeader(HttpHeaders.AUTHORIZATION) != null
				|| request.getParameter(OAuth2ParameterNames.CLIENT_SECRET) != null
				|| request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION) != null) {
			return null;
		}
		String grantType = request.getParameter(OAuth2ParameterNames.GRANT_TYPE);
		boolean grant = grantType != null && GRANT_TYPES.contains(grantType) && this.tokens.matches(request);
		return (grant || this.others.matches(request)) ? new LoginClientToken(this.client) : null;
	}

}
