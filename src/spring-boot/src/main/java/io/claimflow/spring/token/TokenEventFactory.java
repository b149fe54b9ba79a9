package io.claimflow.spring.token;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Event;
import io.claimflow.Trigger;
import io.claimflow.spring.support.ClientAddress;
import io.claimflow.spring.support.EventFields;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenExchangeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Describes a grant as the event of its trigger.
 */
final class TokenEventFactory {

	private final TokenEventDetails details;

	TokenEventFactory(TokenEventDetails details) {
		this.details = details;
	}

	/**
	 * The event of a token request.
	 * @param trigger the trigger that the grant belongs to
	 * @param context the token that is about to be issued
	 * @param claims its claims, as JSON types
	 */
	Event create(Trigger trigger, OAuth2TokenContext context, Map<String, Object> claims) {
		boolean machine = trigger.equals(Trigger.M2M_TOKEN_GENERATION);
		Map<String, Object> auth = new LinkedHashMap<>();
		auth.put("audience", audience(context, claims));
		if (machine) {
			auth.put("scope", scope(context));
		}
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("auth", auth);
		EventFields.putIfPresent(request, "ip", ip(context));
		EventFields.putIfPresent(request, "userAgent",
				servletRequest().map((servlet) -> servlet.getHeader(HttpHeaders.USER_AGENT)).orElse(null));
		Map<String, Object> about = new LinkedHashMap<>();
		about.put("domains", Map.of("kindeDomain", domain(context)));
		about.put("application", Map.of("clientId", context.getRegisteredClient().getClientId()));
		if (!machine) {
			putUser(about, context);
		}
		return new Event(request, about);
	}

	private void putUser(Map<String, Object> about, OAuth2TokenContext context) {
		boolean refresh = AuthorizationGrantType.REFRESH_TOKEN.equals(context.getAuthorizationGrantType());
		Map<String, Object> auth = new LinkedHashMap<>();
		auth.put("origin", refresh ? "refresh_token_request" : "authorization_request");
		Boolean existingSession = this.details.existingSession(context);
		auth.put("isExistingSession", (existingSession != null) ? existingSession : refresh);
		EventFields.putIfPresent(auth, "connectionId", this.details.connectionId(context));
		about.put("auth", auth);
		Map<String, Object> user = new LinkedHashMap<>();
		String userId = this.details.userId(context);
		Authentication principal = context.getPrincipal();
		EventFields.putIfPresent(user, "id",
				(userId != null) ? userId : (principal != null) ? principal.getName() : null);
		EventFields.putIfPresent(user, "identityId", this.details.identityId(context));
		about.put("user", user);
		String organization = this.details.organizationCode(context);
		if (organization != null) {
			about.put("organization", Map.of("code", organization));
		}
	}

	private static String domain(OAuth2TokenContext context) {
		return EventFields.domain(String.valueOf(context.getAuthorizationServerContext().getIssuer()));
	}

	private static List<String> scope(OAuth2TokenContext context) {
		Authentication grant = context.getAuthorizationGrant();
		Set<String> requested = (grant instanceof OAuth2ClientCredentialsAuthenticationToken credentials)
				? credentials.getScopes() : Set.of();
		return List.copyOf(requested.isEmpty() ? context.getAuthorizedScopes() : requested);
	}

	/**
	 * What the request asked for ({@code audience}, or {@code resource} of RFC 8707), and
	 * else what the token says.
	 */
	private static List<String> audience(OAuth2TokenContext context, Map<String, Object> claims) {
		Set<String> audience = new LinkedHashSet<>();
		Authentication grant = context.getAuthorizationGrant();
		if (grant instanceof OAuth2TokenExchangeAuthenticationToken exchange) {
			audience.addAll(exchange.getAudiences());
			audience.addAll(exchange.getResources());
		}
		if (grant instanceof OAuth2AuthorizationGrantAuthenticationToken parameters) {
			audience.addAll(RequestedAudience.of(parameters.getAdditionalParameters()));
		}
		OAuth2Authorization authorization = context.getAuthorization();
		if (authorization != null && authorization
			.getAttribute(OAuth2AuthorizationRequest.class.getName()) instanceof OAuth2AuthorizationRequest request) {
			audience.addAll(RequestedAudience.of(request.getAdditionalParameters()));
		}
		if (audience.isEmpty()) {
			audience.addAll(RequestedAudience.texts(claims.get("aud")));
		}
		return new ArrayList<>(audience);
	}

	private static @Nullable String ip(OAuth2TokenContext context) {
		Authentication grant = context.getAuthorizationGrant();
		if (grant != null && grant.getDetails() instanceof WebAuthenticationDetails details) {
			return ClientAddress.of(details.getRemoteAddress());
		}
		return servletRequest().map(HttpServletRequest::getRemoteAddr).map(ClientAddress::of).orElse(null);
	}

	private static Optional<HttpServletRequest> servletRequest() {
		return (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
				? Optional.of(attributes.getRequest()) : Optional.empty();
	}

}
