package io.claimflow.spring.request;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.util.UrlUtils;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Finds the authorization request that a sign-in or a form is for: the one that the
 * application's request cache has kept while the user was sent to sign in.
 */
public final class PendingRequests {

	private static final String PUSHED = "urn:ietf:params:oauth:request_uri:";

	private static final OAuth2TokenType STATE = new OAuth2TokenType(OAuth2ParameterNames.STATE);

	private final AuthorizationServerSettings settings;

	private final Set<OAuth2AuthorizationService> stores = new CopyOnWriteArraySet<>();

	PendingRequests(AuthorizationServerSettings settings) {
		this.settings = settings;
	}

	/** Adds a store of pushed requests: a server may have one for each chain. */
	public void store(OAuth2AuthorizationService store) {
		this.stores.add(store);
	}

	/**
	 * The request that a sign-in is for, which may be none at all.
	 * @param cache where the application keeps it, or null if it keeps none
	 */
	public PendingRequest find(@Nullable RequestCache cache, HttpServletRequest request,
			@Nullable HttpServletResponse response) {
		SavedRequest saved = (cache != null && response != null) ? cache.getRequest(request, response) : null;
		return (saved != null)
				? find(saved.getRedirectUrl().replaceFirst("\\?.*", ""), saved.getParameterMap(), request)
				: PendingRequest.none(issuer(home(request)));
	}

	/** The request itself, which may be no authorization request at all. */
	public PendingRequest current(HttpServletRequest request) {
		return find(request.getRequestURL().toString(), request.getParameterMap(), request);
	}

	private PendingRequest find(String url, Map<String, String[]> parameters, HttpServletRequest request) {
		String endpoint = this.settings.getAuthorizationEndpoint();
		if (!url.endsWith(endpoint)) {
			return PendingRequest.none(issuer(home(request)));
		}
		String issuer = issuer(url.substring(0, url.length() - endpoint.length()));
		PendingRequest pending = PendingRequest.of(issuer, parameters);
		return pushed(pending).map((pushed) -> PendingRequest.of(issuer, pushed)).orElse(pending);
	}

	/** The issuer that the application has configured, or null if requests tell it. */
	public @Nullable String configuredIssuer() {
		return this.settings.getIssuer();
	}

	private String issuer(String requested) {
		String configured = configuredIssuer();
		return (configured != null) ? configured : requested;
	}

	private static String home(HttpServletRequest request) {
		return UriComponentsBuilder.fromUriString(UrlUtils.buildFullRequestUrl(request))
			.replacePath(request.getContextPath())
			.replaceQuery(null)
			.fragment(null)
			.build()
			.toUriString();
	}

	/** What the client has pushed ahead (RFC 9126). */
	private Optional<OAuth2AuthorizationRequest> pushed(PendingRequest pending) {
		String uri = pending.first(OAuth2ParameterNames.REQUEST_URI);
		if (uri == null || !uri.startsWith(PUSHED)) {
			return Optional.empty();
		}
		return this.stores.stream()
			.map((store) -> store.findByToken(uri.substring(PUSHED.length()), STATE))
			.filter(Objects::nonNull)
			.map((found) -> found.<OAuth2AuthorizationRequest>getAttribute(OAuth2AuthorizationRequest.class.getName()))
			.filter((found) -> found != null && Objects.equals(found.getClientId(), pending.clientId()))
			.findFirst();
	}

}
