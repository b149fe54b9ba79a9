package io.claimflow.spring.token;

import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.util.StringUtils;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UrlPathHelper;

/**
 * Asks, for a client that asks for no scopes of the management calls, for all that it is
 * registered for, as Kinde does; and so for the client by which people log in. It comes
 * behind the authentication of clients.
 */
final class ApiScopeFilter extends OncePerRequestFilter {

	private final OwnTokenRules tokens;

	ApiScopeFilter(OwnTokenRules tokens) {
		this.tokens = tokens;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Set<String> scopes = scopes(request);
		chain.doFilter(scopes.isEmpty() ? request : new ScopedRequest(request, String.join(" ", scopes)), response);
	}

	private Set<String> scopes(HttpServletRequest request) {
		if (SecurityContextHolder.getContext()
			.getAuthentication() instanceof OAuth2ClientAuthenticationToken authentication
				&& !StringUtils.hasText(request.getParameter(OAuth2ParameterNames.SCOPE))) {
			RegisteredClient client = authentication.getRegisteredClient();
			String grantType = request.getParameter(OAuth2ParameterNames.GRANT_TYPE);
			if (client != null && AuthorizationGrantType.CLIENT_CREDENTIALS.getValue().equals(grantType)) {
				return this.tokens.defaultScopes(client, request.getParameterMap());
			}
			if (client != null && isForDevice(request)) {
				return this.tokens.loginScopes(client);
			}
		}
		return Set.of();
	}

	private static boolean isForDevice(HttpServletRequest request) {
		return UrlPathHelper.defaultInstance.getPathWithinApplication(request)
			.equals(AuthorizationServerContextHolder.getContext()
				.getAuthorizationServerSettings()
				.getDeviceAuthorizationEndpoint());
	}

	/** A request with a scope of its own. */
	private static final class ScopedRequest extends HttpServletRequestWrapper {

		private final Map<String, String[]> parameters;

		ScopedRequest(HttpServletRequest request, String scope) {
			super(request);
			Map<String, String[]> all = new LinkedHashMap<>(request.getParameterMap());
			all.put(OAuth2ParameterNames.SCOPE, new String[] { scope });
			this.parameters = Collections.unmodifiableMap(all);
		}

		@Override
		public @Nullable String getParameter(String name) {
			String[] values = this.parameters.get(name);
			return (values != null) ? values[0] : null;
		}

		@Override
		public String @Nullable [] getParameterValues(String name) {
			return this.parameters.get(name);
		}

		@Override
		public Map<String, String[]> getParameterMap() {
			return this.parameters;
		}

		@Override
		public Enumeration<String> getParameterNames() {
			return Collections.enumeration(this.parameters.keySet());
		}

	}

}
