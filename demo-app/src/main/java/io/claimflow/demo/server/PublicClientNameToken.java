package io.claimflow.demo.server;

import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;

/**
 * A public client that gives its name and no more. A type of its own tells it from the
 * one that redeems an authorization code, which has a verifier to show.
 */
@SuppressWarnings("serial")
final class PublicClientNameToken extends OAuth2ClientAuthenticationToken {

	PublicClientNameToken(String clientId) {
		super(clientId, ClientAuthenticationMethod.NONE, null, null);
	}

}
