package io.claimflow.demo.server;

import java.time.Instant;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Lets public clients use refresh tokens and the device flow, which Spring Security does
 * not by itself. They must be registered so that each use replaces the refresh token
 * (OAuth 2.1, section 4.3.1).
 */
final class PublicClients {

	private static final StringKeyGenerator VALUES = new Base64StringKeyGenerator(
			Base64.getUrlEncoder().withoutPadding(), 96);

	private PublicClients() {
	}

	static void enable(OAuth2AuthorizationServerConfigurer server, HttpSecurity http,
			RegisteredClientRepository clients, OAuth2AuthorizationService authorizations) {
		server.clientAuthentication(
				(authentication) -> authentication.authenticationConverter(new PublicClientNameConverter())
					.authenticationProvider(new PublicClientNameProvider(clients)));
		server.tokenEndpoint((endpoint) -> endpoint.authenticationProviders((providers) -> providers
			.replaceAll((provider) -> (provider instanceof OAuth2AuthorizationCodeAuthenticationProvider)
					? authorizationCodeProvider(http) : (provider instanceof OAuth2RefreshTokenAuthenticationProvider)
							? new RefreshTokenProofProvider(provider, authorizations) : provider)));
	}

	/**
	 * Spring's provider with Spring's generator, and ahead of it one that does not refuse
	 * public clients. A generator bean would do too, but then Spring's own would be gone,
	 * and with it what that one adds to tokens.
	 */
	private static OAuth2AuthorizationCodeAuthenticationProvider authorizationCodeProvider(HttpSecurity http) {
		OAuth2TokenGenerator<?> generator = http.getSharedObject(OAuth2TokenGenerator.class);
		OAuth2AuthorizationCodeAuthenticationProvider provider = new OAuth2AuthorizationCodeAuthenticationProvider(
				http.getSharedObject(OAuth2AuthorizationService.class),
				new DelegatingOAuth2TokenGenerator(PublicClients::refreshToken, generator));
		SessionRegistry sessions = http.getSharedObject(SessionRegistry.class);
		if (sessions != null) {
			provider.setSessionRegistry(sessions);
		}
		return provider;
	}

	private static @Nullable OAuth2Token refreshToken(OAuth2TokenContext context) {
		if (!OAuth2TokenType.REFRESH_TOKEN.equals(context.getTokenType())
				|| !AuthorizationGrantType.AUTHORIZATION_CODE.equals(context.getAuthorizationGrantType())) {
			return null;
		}
		Instant now = Instant.now();
		return new OAuth2RefreshToken(VALUES.generateKey(), now,
				now.plus(context.getRegisteredClient().getTokenSettings().getRefreshTokenTimeToLive()));
	}

}
