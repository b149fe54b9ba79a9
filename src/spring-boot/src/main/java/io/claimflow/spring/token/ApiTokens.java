package io.claimflow.spring.token;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.claimflow.spring.support.ApiTokenSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;

/**
 * Tells the access tokens for the management calls from all others. Such a token goes
 * past the workflows, so it is of no use anywhere else: it has that audience alone, and
 * scopes of the management calls alone.
 */
final class ApiTokens {

	/** RFC 8707, section 2. */
	static final String INVALID_TARGET = "invalid_target";

	private static final String AUDIENCE = "aud";

	private static final String SCOPE = "scope";

	private final @Nullable ApiTokenSettings settings;

	/**
	 * Creates a judge of tokens.
	 * @param settings the tokens for the management calls, or null if there are no such
	 * calls, and so no such tokens
	 */
	ApiTokens(@Nullable ApiTokenSettings settings) {
		this.settings = settings;
	}

	/**
	 * Whether a token is asked for the management calls.
	 * @throws OAuth2AuthenticationException if it is, and must not be issued
	 */
	boolean requested(OAuth2TokenContext context) {
		if (this.settings == null || !OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())
				|| !(context.getAuthorizationGrant() instanceof OAuth2ClientCredentialsAuthenticationToken grant)) {
			return false;
		}
		Set<String> audiences = RequestedAudience.each(grant.getAdditionalParameters());
		if (!audiences.contains(this.settings.audience())) {
			return false;
		}
		check(this.settings, audiences, context);
		return true;
	}

	private static void check(ApiTokenSettings settings, Set<String> audiences, OAuth2TokenContext context) {
		RegisteredClient client = context.getRegisteredClient();
		if (audiences.size() > 1) {
			throw refused(INVALID_TARGET,
					"A token for " + settings.audience() + " has no other audience: ask for one at a time");
		}
		if (!settings.clients().contains(client.getClientId())) {
			throw refused(INVALID_TARGET, "The client is not one of claimflow.api.clients");
		}
		if (!OAuth2TokenFormat.SELF_CONTAINED.equals(client.getTokenSettings().getAccessTokenFormat())) {
			throw refused(INVALID_TARGET,
					"A token for " + settings.audience() + " is a JWT: register the client with such tokens");
		}
		Set<String> scopes = context.getAuthorizedScopes();
		if (scopes.isEmpty() || !settings.scopes().containsAll(scopes)) {
			throw refused(OAuth2ErrorCodes.INVALID_SCOPE,
					scopes.isEmpty() ? "The client is registered for no scope of " + settings.audience()
							: "A token for " + settings.audience() + " has scopes of it alone: leave out the others");
		}
	}

	/**
	 * Makes the claims of a token fit for the management calls, whatever the application
	 * has put there. A database gives back only the types that Spring Security allows:
	 * {@code List.of} is none of them.
	 */
	void shape(OAuth2TokenContext context, Map<String, Object> claims) {
		if (this.settings != null) {
			claims.put(AUDIENCE, new ArrayList<>(List.of(this.settings.audience())));
			claims.put(SCOPE, new LinkedHashSet<>(context.getAuthorizedScopes()));
		}
	}

	/**
	 * Refuses any other token that would be taken for one of these.
	 * @throws OAuth2AuthenticationException if it would be
	 */
	void keepApart(Map<String, Object> claims) {
		if (this.settings != null && RequestedAudience.texts(claims.get(AUDIENCE)).contains(this.settings.audience())) {
			throw refused(INVALID_TARGET, "A token for " + this.settings.audience()
					+ " comes from the client credentials grant alone, with that audience in the request");
		}
	}

	/**
	 * The scopes that a client gets if it asks for none (RFC 6749, section 3.3), or empty
	 * if that is not for here to say.
	 * @param parameters the parameters of the token request
	 */
	Set<String> defaultScopes(RegisteredClient client, Map<String, ?> parameters) {
		if (this.settings == null || !this.settings.clients().contains(client.getClientId())
				|| !RequestedAudience.each(parameters).contains(this.settings.audience())) {
			return Set.of();
		}
		Set<String> scopes = new LinkedHashSet<>(client.getScopes());
		scopes.retainAll(this.settings.scopes());
		return scopes;
	}

	private static OAuth2AuthenticationException refused(String code, String description) {
		return new OAuth2AuthenticationException(new OAuth2Error(code, description, null));
	}

}
