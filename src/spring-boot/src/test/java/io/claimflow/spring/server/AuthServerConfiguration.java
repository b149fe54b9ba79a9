package io.claimflow.spring.server;

import java.util.UUID;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * The application of an authorization server: a client with JWT and one with opaque
 * access tokens, a public client, and a user.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class AuthServerConfiguration {

	/** The client whose access tokens are JWTs. */
	public static final String JWT = "jwt";

	/** The client whose access tokens are opaque. */
	public static final String OPAQUE = "opaque";

	/** The client without a secret, as a page in a browser is one. */
	public static final String PUBLIC = "public";

	/** The name of the user. */
	public static final String USER = "user";

	/** The password of the user: a word that nothing else contains. */
	public static final String PASSWORD = "swordfish-7";

	@Bean
	RegisteredClientRepository registeredClientRepository() {
		return new InMemoryRegisteredClientRepository(client(JWT, OAuth2TokenFormat.SELF_CONTAINED),
				client(OPAQUE, OAuth2TokenFormat.REFERENCE),
				RegisteredClient.withId(PUBLIC)
					.clientId(PUBLIC)
					.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
					.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
					.redirectUri(AuthServer.REDIRECT_URI)
					.scope("openid")
					.build());
	}

	/** A client of every grant. */
	public static RegisteredClient client(String clientId, OAuth2TokenFormat accessTokenFormat) {
		return RegisteredClient.withId(UUID.nameUUIDFromBytes(clientId.getBytes()).toString())
			.clientId(clientId)
			.clientSecret("{noop}secret-" + clientId)
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
			.authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
			.authorizationGrantType(AuthorizationGrantType.TOKEN_EXCHANGE)
			.redirectUri(AuthServer.REDIRECT_URI)
			.scope("openid")
			.scope("profile")
			.scope("read")
			.scope("write")
			.scope("client.create")
			.clientSettings(ClientSettings.builder().requireAuthorizationConsent(false).requireProofKey(false).build())
			.tokenSettings(TokenSettings.builder().accessTokenFormat(accessTokenFormat).build())
			.build();
	}

	@Bean
	UserDetailsService userDetailsService() {
		return new InMemoryUserDetailsManager(
				User.withUsername(USER).password("{noop}" + PASSWORD).roles("USER").build());
	}

}
