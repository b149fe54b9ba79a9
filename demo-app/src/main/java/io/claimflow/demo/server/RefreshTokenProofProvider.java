package io.claimflow.demo.server;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationToken;

/**
 * Refuses a public client's refresh token without the proof of the key that its tokens
 * are bound to (RFC 9449, section 5). Spring Security's provider checks the proof if
 * there is one, and does all else.
 */
final class RefreshTokenProofProvider implements AuthenticationProvider {

	/** Where Spring Security's converter puts the header {@code DPoP}. */
	private static final String PROOF = "dpop_proof";

	private final AuthenticationProvider provider;

	private final OAuth2AuthorizationService authorizations;

	RefreshTokenProofProvider(AuthenticationProvider provider, OAuth2AuthorizationService authorizations) {
		this.provider = provider;
		this.authorizations = authorizations;
	}

	@Override
	public @Nullable Authentication authenticate(Authentication authentication) {
		OAuth2RefreshTokenAuthenticationToken refresh = (OAuth2RefreshTokenAuthenticationToken) authentication;
		if (!refresh.getAdditionalParameters().containsKey(PROOF)
				&& refresh.getPrincipal() instanceof OAuth2ClientAuthenticationToken client
				&& ClientAuthenticationMethod.NONE.equals(client.getClientAuthenticationMethod())
				&& isBound(this.authorizations.findByToken(refresh.getRefreshToken(), OAuth2TokenType.REFRESH_TOKEN))) {
			throw new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_DPOP_PROOF,
					"The refresh token is bound to a key: send a proof of it in the header DPoP.", null));
		}
		return this.provider.authenticate(authentication);
	}

	private static boolean isBound(@Nullable OAuth2Authorization authorization) {
		OAuth2Authorization.Token<OAuth2AccessToken> token = (authorization != null) ? authorization.getAccessToken()
				: null;
		return token != null && token.getClaims() != null
				&& token.getClaims().get("cnf") instanceof Map<?, ?> confirmation && confirmation.containsKey("jkt");
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return this.provider.supports(authentication);
	}

}
