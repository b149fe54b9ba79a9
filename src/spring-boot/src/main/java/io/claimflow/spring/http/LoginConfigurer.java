package io.claimflow.spring.http;

import java.util.function.Supplier;

import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/**
 * Opens the endpoints of devices in a security filter chain, if the application has not,
 * and lets the client by which people log in use them without a secret. Chains that are
 * no authorization server stay as they are.
 */
final class LoginConfigurer extends AbstractHttpConfigurer<LoginConfigurer, HttpSecurity> {

	private final String client;

	private final Supplier<RegisteredClientRepository> clients;

	private final AuthorizationServerSettings settings;

	LoginConfigurer(String client, Supplier<RegisteredClientRepository> clients, AuthorizationServerSettings settings) {
		this.client = client;
		this.clients = clients;
		this.settings = settings;
	}

	@Override
	public void init(HttpSecurity http) {
		OAuth2AuthorizationServerConfigurer server = http.getConfigurer(OAuth2AuthorizationServerConfigurer.class);
		if (server != null) {
			server.deviceAuthorizationEndpoint(Customizer.withDefaults());
			server.clientAuthentication((authentication) -> authentication
				.authenticationConverter(new LoginClientConverter(this.client, this.settings))
				.authenticationProvider(new LoginClientProvider(this.clients)));
		}
	}

}
