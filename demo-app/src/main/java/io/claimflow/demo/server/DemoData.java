package io.claimflow.demo.server;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

import io.claimflow.demo.DemoAccounts;
import io.claimflow.demo.account.Accounts;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;

/**
 * Puts the demo's user and clients into a database that lacks them, before the server
 * takes requests. What is there stays as it is.
 */
@Component
class DemoData implements SmartInitializingSingleton {

	/** The port is that of the default configuration; any other will do too. */
	private static final String REDIRECT_URI = "http://127.0.0.1:9000/demo/callback";

	private final RegisteredClientRepository clients;

	private final Accounts accounts;

	private final PasswordEncoder passwordEncoder;

	DemoData(RegisteredClientRepository clients, Accounts accounts, PasswordEncoder passwordEncoder) {
		this.clients = clients;
		this.accounts = accounts;
		this.passwordEncoder = passwordEncoder;
	}

	@Override
	public void afterSingletonsInstantiated() {
		addUnlessThere(this::addUser);
		addUnlessThere(() -> this.accounts.permit(DemoAccounts.USERNAME, DemoAccounts.OPERATOR));
		addUnlessThere(() -> add(machineClient()));
		addUnlessThere(() -> add(deployClient()));
		addUnlessThere(() -> add(loginClient()));
		addUnlessThere(() -> add(webClient()));
	}

	/** Nodes that share a database can start at the same time. */
	private static void addUnlessThere(Runnable add) {
		try {
			add.run();
		}
		catch (DuplicateKeyException ex) {
			// Another node was faster.
		}
	}

	private void addUser() {
		if (!this.accounts.exists(DemoAccounts.USERNAME)) {
			this.accounts.create(DemoAccounts.USERNAME, DemoAccounts.DISPLAY_NAME,
					Objects.requireNonNull(this.passwordEncoder.encode(DemoAccounts.PASSWORD)), Locale.UK);
		}
	}

	private void add(RegisteredClient client) {
		if (this.clients.findByClientId(client.getClientId()) == null) {
			this.clients.save(client);
		}
	}

	private static RegisteredClient machineClient() {
		return RegisteredClient.withId(DemoAccounts.MACHINE_CLIENT)
			.clientId(DemoAccounts.MACHINE_CLIENT)
			.clientName("Demo machine")
			.clientSecret(SecurityConfiguration.clientSecretEncoder().encode(DemoAccounts.MACHINE_SECRET))
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.authorizationGrantType(AuthorizationGrantType.TOKEN_EXCHANGE)
			.scope("read:users")
			.scope("write:users")
			.build();
	}

	private static RegisteredClient deployClient() {
		return RegisteredClient.withId(DemoAccounts.DEPLOY_CLIENT)
			.clientId(DemoAccounts.DEPLOY_CLIENT)
			.clientName("Demo deployments")
			.clientSecret(SecurityConfiguration.clientSecretEncoder().encode(DemoAccounts.DEPLOY_SECRET))
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.scope("claimflow:read")
			.scope("claimflow:deploy")
			.scope("claimflow:runs")
			.scope("claimflow:values")
			.build();
	}

	private static RegisteredClient loginClient() {
		return RegisteredClient.withId(DemoAccounts.LOGIN_CLIENT)
			.clientId(DemoAccounts.LOGIN_CLIENT)
			.clientName("The command line")
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
			.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
			.scope("claimflow:read")
			.scope("claimflow:deploy")
			.scope("claimflow:runs")
			.scope("claimflow:values")
			.tokenSettings(TokenSettings.builder()
				.refreshTokenTimeToLive(Duration.ofHours(8))
				.reuseRefreshTokens(false)
				.build())
			.build();
	}

	private static RegisteredClient webClient() {
		return RegisteredClient.withId(DemoAccounts.WEB_CLIENT)
			.clientId(DemoAccounts.WEB_CLIENT)
			.clientName("Demo web")
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
			.authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
			.redirectUri(REDIRECT_URI)
			.scope(OidcScopes.OPENID)
			.scope(OidcScopes.PROFILE)
			.scope(OidcScopes.EMAIL)
			.clientSettings(ClientSettings.builder().requireProofKey(true).requireAuthorizationConsent(false).build())
			.tokenSettings(TokenSettings.builder()
				.accessTokenTimeToLive(Duration.ofMinutes(5))
				.refreshTokenTimeToLive(Duration.ofHours(8))
				.reuseRefreshTokens(false)
				.build())
			.build();
	}

}
