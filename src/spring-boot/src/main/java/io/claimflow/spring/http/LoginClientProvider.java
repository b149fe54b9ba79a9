package io.claimflow.spring.http;

import java.util.function.Supplier;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Accepts the client by which people log in, if it is registered as one that has no
 * secret and whose refresh tokens work once (OAuth 2.1, section 4.3.1).
 */
final class LoginClientProvider implements AuthenticationProvider {

	private final Supplier<RegisteredClientRepository> clients;

	LoginClientProvider(Supplier<RegisteredClientRepository> clients) {
		this.clients = clients;
	}

	@Override
	public Authentication authenticate(Authentication authentication) {
		RegisteredClient client = this.clients.get().findByClientId(authentication.getName());
		if (client == null) {
			throw refused("The client of claimflow.login.client is not registered");
		}
		if (!client.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE)) {
			throw refused("The client is registered with a secret: register it with the method none");
		}
		if (client.getTokenSettings().isReuseRefreshTokens()) {
			throw refused("The client is registered to use a refresh token again and again: register it with"
					+ " reuseRefreshTokens(false)");
		}
		return new OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null);
	}

	private static OAuth2AuthenticationException refused(String description) {
		return new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, description, null));
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return LoginClientToken.class.isAssignableFrom(authentication);
	}

}
