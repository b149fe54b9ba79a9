package io.claimflow.token;

import java.util.Optional;

import io.claimflow.TokenType;
import io.claimflow.Trigger;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;

/**
 * The trigger that a token belongs to, and the token as that trigger knows it.
 *
 * @param trigger the trigger
 * @param token the token that is about to be issued
 */
record TokenMoment(Trigger trigger, TokenType token) {

	/**
	 * The moment of a token, or empty if no workflow shapes it: refresh tokens, and the
	 * tokens of OpenID Connect client registration, which name the client credentials
	 * grant but come without one.
	 */
	static Optional<TokenMoment> of(OAuth2TokenContext context) {
		Authentication grant = context.getAuthorizationGrant();
		boolean accessToken = OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType());
		boolean idToken = OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue());
		if (grant == null || !(accessToken || idToken)) {
			return Optional.empty();
		}
		if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())) {
			return (grant instanceof OAuth2ClientCredentialsAuthenticationToken)
					? Optional.of(new TokenMoment(Trigger.M2M_TOKEN_GENERATION, TokenType.M2M_TOKEN))
					: Optional.empty();
		}
		return Optional.of(new TokenMoment(Trigger.USER_TOKENS_GENERATION,
				accessToken ? TokenType.ACCESS_TOKEN : TokenType.ID_TOKEN));
	}

}
