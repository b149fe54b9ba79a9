package io.claimflow.spring.token;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.claimflow.spring.support.OwnLogin;
import io.claimflow.spring.support.OwnTokens;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;

/**
 * Tells the access tokens for calls of this server itself from all others. Such a token
 * goes past the workflows, so it is of no use anywhere else: it has one audience, and
 * scopes of these calls alone.
 */
final class OwnTokenRules {

	/** RFC 8707, section 2. */
	static final String INVALID_TARGET = "invalid_target";

	private static final String AUDIENCE = "aud";

	private static final String SCOPE = "scope";

	private static final String SUBJECT = "sub";

	private final List<OwnTokens> kinds;

	/**
	 * Creates a judge of tokens.
	 * @param kinds the kinds of such tokens; without any, there are no such tokens
	 */
	OwnTokenRules(List<OwnTokens> kinds) {
		this.kinds = List.copyOf(kinds);
	}

	/**
	 * The kind of token that is asked for, or empty if it is one of no kind.
	 * @throws OAuth2AuthenticationException if it is of a kind, and must not be issued
	 */
	Optional<OwnTokens> requested(OAuth2TokenContext context) {
		if (!OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
			return Optional.empty();
		}
		Optional<OwnTokens> login = this.kinds.stream().filter((kind) -> isOfLogin(kind, context)).findFirst();
		if (login.isPresent()) {
			checkLogin(login.get(), context);
			return login;
		}
		if (!(context.getAuthorizationGrant() instanceof OAuth2ClientCredentialsAuthenticationToken grant)) {
			return Optional.empty();
		}
		Set<String> audiences = RequestedAudience.each(grant.getAdditionalParameters());
		Optional<OwnTokens> requested = this.kinds.stream()
			.filter((kind) -> audiences.contains(kind.audience())
					|| (kind.byScope() && !Collections.disjoint(kind.scopes(), context.getAuthorizedScopes())))
			.findFirst();
		requested.ifPresent((kind) -> check(kind, audiences, context));
		return requested;
	}

	/** Whether a token is a person's, who has logged in for the calls. */
	private static boolean isOfLogin(OwnTokens kind, OAuth2TokenContext context) {
		OwnLogin login = kind.login();
		AuthorizationGrantType grant = context.getAuthorizationGrantType();
		return login != null && login.client().equals(context.getRegisteredClient().getClientId())
				&& (AuthorizationGrantType.DEVICE_CODE.equals(grant)
						|| AuthorizationGrantType.REFRESH_TOKEN.equals(grant));
	}

	private static void checkLogin(OwnTokens kind, OAuth2TokenContext context) {
		if (Collections.disjoint(kind.scopes(), context.getAuthorizedScopes())) {
			throw refused(OAuth2ErrorCodes.INVALID_SCOPE, "The client is for logging in: ask for scopes such as "
					+ kind.scopes().stream().sorted().findFirst().orElse(""));
		}
		checkForm(kind, (context.getAuthorizationGrant() instanceof OAuth2AuthorizationGrantAuthenticationToken grant)
				? RequestedAudience.each(grant.getAdditionalParameters()) : Set.of(), context);
		if (scopes(kind, context).isEmpty()) {
			throw refused(OAuth2ErrorCodes.ACCESS_DENIED, "The user is not one of " + Objects
				.requireNonNull(kind.login())
				.permissions()
				.stream()
				.filter((permission) -> !Collections.disjoint(permission.scopes(), context.getAuthorizedScopes()))
				.map(OwnLogin.Permission::property)
				.collect(Collectors.joining(" or ")));
		}
	}

	private static void check(OwnTokens kind, Set<String> audiences, OAuth2TokenContext context) {
		if (Set.of(kind.audience()).containsAll(audiences)
				&& !kind.clients().contains(context.getRegisteredClient().getClientId())) {
			throw refused(kind.byScope() ? OAuth2ErrorCodes.INVALID_SCOPE : INVALID_TARGET,
					"The client is not one of " + kind.property());
		}
		checkForm(kind, audiences, context);
	}

	private static void checkForm(OwnTokens kind, Set<String> audiences, OAuth2TokenContext context) {
		RegisteredClient client = context.getRegisteredClient();
		if (!Set.of(kind.audience()).containsAll(audiences)) {
			throw refused(INVALID_TARGET,
					"A token for " + kind.audience() + " has no other audience: ask for one at a time");
		}
		if (!OAuth2TokenFormat.SELF_CONTAINED.equals(client.getTokenSettings().getAccessTokenFormat())) {
			throw refused(INVALID_TARGET,
					"A token for " + kind.audience() + " is a JWT: register the client with such tokens");
		}
		Set<String> scopes = context.getAuthorizedScopes();
		if (scopes.isEmpty() || !kind.scopes().containsAll(scopes)) {
			throw refused(OAuth2ErrorCodes.INVALID_SCOPE,
					scopes.isEmpty() ? "The client is registered for no scope of " + kind.audience()
							: "A token for " + kind.audience() + " has scopes of it alone: leave out the others");
		}
	}

	/**
	 * Makes the claims of a token fit for its calls, whatever the application has put
	 * there. A database gives back only the types that Spring Security allows:
	 * {@code List.of} is none of them.
	 */
	void shape(OwnTokens kind, OAuth2TokenContext context, Map<String, Object> claims) {
		claims.put(AUDIENCE, new ArrayList<>(List.of(kind.audience())));
		claims.put(SCOPE, new LinkedHashSet<>(scopes(kind, context)));
		if (kind.byScope()) {
			claims.put(OwnLogin.CLIENT_ID, context.getRegisteredClient().getClientId());
		}
		if (isOfLogin(kind, context)) {
			claims.put(SUBJECT, user(context));
		}
	}

	/** Those that a token is asked for with, but for those that its user may not have. */
	private static Set<String> scopes(OwnTokens kind, OAuth2TokenContext context) {
		OwnLogin login = kind.login();
		if (login == null || !isOfLogin(kind, context)) {
			return context.getAuthorizedScopes();
		}
		String user = user(context);
		return context.getAuthorizedScopes()
			.stream()
			.filter((scope) -> login.permits(user, scope))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private static String user(OAuth2TokenContext context) {
		Authentication user = context.getPrincipal();
		return Objects.requireNonNull(user, "A device has been approved by nobody").getName();
	}

	/**
	 * Refuses any other token that would be taken for one of these.
	 * @throws OAuth2AuthenticationException if it would be
	 */
	void keepApart(Map<String, Object> claims) {
		Set<String> audiences = RequestedAudience.texts(claims.get(AUDIENCE));
		for (OwnTokens kind : this.kinds) {
			if (audiences.contains(kind.audience())) {
				throw refused(INVALID_TARGET,
						"A token for " + kind.audience() + " comes from the client credentials grant, with "
								+ (kind.byScope() ? "its scopes" : "that audience") + " in the request");
			}
		}
	}

	/**
	 * The scopes that a client gets if it asks for none (RFC 6749, section 3.3), or empty
	 * if that is not for here to say.
	 * @param parameters the parameters of the token request
	 */
	Set<String> defaultScopes(RegisteredClient client, Map<String, ?> parameters) {
		Set<String> audiences = RequestedAudience.each(parameters);
		for (OwnTokens kind : this.kinds) {
			if (kind.clients().contains(client.getClientId()) && audiences.contains(kind.audience())) {
				Set<String> scopes = new LinkedHashSet<>(client.getScopes());
				scopes.retainAll(kind.scopes());
				return scopes;
			}
		}
		return Set.of();
	}

	/**
	 * The scopes that a person logs in with if the client asks for none, or empty if that
	 * is not for here to say.
	 */
	Set<String> loginScopes(RegisteredClient client) {
		Set<String> scopes = new LinkedHashSet<>();
		for (OwnTokens kind : this.kinds) {
			OwnLogin login = kind.login();
			if (login != null && login.client().equals(client.getClientId())) {
				client.getScopes().stream().filter(kind.scopes()::contains).forEach(scopes::add);
			}
		}
		return scopes;
	}

	private static OAuth2AuthenticationException refused(String code, String description) {
		return new OAuth2AuthenticationException(new OAuth2Error(code, description, null));
	}

}
