package io.claimflow.spring.http;

import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;

/**
 * The client by which people log in, which gives its name and no more. A type of its own
 * tells it from a public client that redeems an authorization code, which has a verifier
 * to show.
 */
@SuppressWarnings("serial")
final class LoginClientToken extends OAuth2ClientAuthenticationToken {

	LoginClientToken(String clientId) {
		super(clientId, ClientAuthenticationMethod.NONE, null, null);
	}

}
