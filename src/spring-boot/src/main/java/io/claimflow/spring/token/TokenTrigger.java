package io.claimflow.spring.token;

import java.util.Optional;
import java.util.Set;

import io.claimflow.TokenType;
import io.claimflow.Trigger;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.util.UrlPathHelper;

/**
 * The trigger that a token belongs to, and the token as that trigger knows it.
 *
 * @param trigger the trigger
 * @param token the token that is about to be issued
 */
record TokenTrigger(Trigger trigger, TokenType token) {

	/** The one scope of a registration access token. */
	private static final Set<String> REGISTRATION = Set.of("client.read");

	/**
	 * The moment of a token, or empty if no workflow shapes it: refresh tokens, and the
	 * tokens of OpenID Connect client registration.
	 */
	static Optional<TokenTrigger> of(OAuth2TokenContext context) {
		boolean accessToken = OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType());
		boolean idToken = OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue());
		if (!(accessToken || idToken) || isOfRegistration(context)) {
			return Optional.empty();
		}
		if (isOfMachine(context)) {
			return Optional.of(new TokenTrigger(Trigger.M2M_TOKEN_GENERATION, TokenType.M2M_TOKEN));
		}
		return Optional.of(new TokenTrigger(Trigger.USER_TOKENS_GENERATION,
				accessToken ? TokenType.ACCESS_TOKEN : TokenType.ID_TOKEN));
	}

	private static boolean isOfMachine(OAuth2TokenContext context) {
		return AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType());
	}

	/**
	 * The server names the client credentials grant, but there is none. A client may have
	 * a scope of that name, too, and a provider of the application's may leave the grant
	 * out: what tells a registration is that the request came to its endpoint.
	 */
	private static boolean isOfRegistration(OAuth2TokenContext context) {
		return isOfMachine(context) && context.getAuthorizationGrant() == null
				&& context.getAuthorizedScopes().equals(REGISTRATION)
				&& RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
				&& isRegistrationEndpoint(attributes.getRequest(),
						context.getAuthorizationServerContext().getAuthorizationServerSettings());
	}

	/** With several issuers, the path of the issuer comes first. */
	private static boolean isRegistrationEndpoint(HttpServletRequest request, AuthorizationServerSettings settings) {
		String endpoint = settings.getOidcClientRegistrationEndpoint();
		String path = UrlPathHelper.defaultInstance.getPathWithinApplication(request);
		return path.equals(endpoint) || (settings.isMultipleIssuersAllowed() && path.endsWith(endpoint));
	}

}
