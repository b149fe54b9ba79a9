package io.claimflow.spring.management;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.Postgres;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.provisioning.JdbcUserDetailsManager;

/**
 * An authorization server that answers management calls, with users in Spring Security's
 * own tables, and a client of it.
 */
final class ApiServer implements AutoCloseable {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	/** Nothing listens there: no call to it can go through the network. */
	static final String ISSUER = "https://auth.claimflow.invalid";

	static final String AUDIENCE = ISSUER + "/api";

	/** The client that is registered for the scopes of every call. */
	static final String CLIENT = "api";

	/** Like that one, but not one that may have such tokens. */
	static final String STRANGER = "stranger";

	/** Registered for other scopes too. */
	static final String MIXED = "mixed";

	/** Registered for opaque tokens. */
	static final String OPAQUE = "opaque";

	/** Registered for other scopes alone. */
	static final String OTHER = "other";

	static final List<String> SCOPES = List.of("read:users", "create:users", "update:user_passwords", "read:user_mfa",
			"read:user_properties", "update:user_properties", "read:application_properties",
			"update:application_properties", "read:organization_properties", "update:organization_properties",
			"read:organizations", "create:organizations", "read:environment_variables", "create:environment_variables",
			"update:environment_variables", "delete:environment_variables", "read:billing_entitlements",
			"read:billing_agreements", "read:businesses", "update:users", "create:user_identities", "read:applications",
			"read:organization_user_roles", "read:organization_user_permissions", "update:organization_feature_flags");

	private static final String USERS = "org/springframework/security/core/userdetails/jdbc/users.ddl";

	private final AuthServer server;

	private final AutoCloseable database;

	private @Nullable String token;

	private ApiServer(AuthServer server, AutoCloseable database) {
		this.server = server;
		this.database = database;
	}

	/**
	 * A server whose database is yet to come. Its workflow marks the tokens of machines.
	 */
	static AuthServer.Builder builder() {
		return AuthServer.builder(Application.class)
			.m2m("m2mTokenClaims<any>().ran = true;")
			.property("spring.security.oauth2.authorizationserver.issuer", ISSUER)
			.property("spring.application.name", "Tailors")
			.property("claimflow.api.enabled", true)
			.property("claimflow.api.clients", String.join(",", CLIENT, MIXED, OPAQUE, OTHER))
			.property("claimflow.encryption.keys.test", Database.KEY)
			.property("claimflow.env.KINDE_WF_M2M_CLIENT_ID", CLIENT)
			.property("claimflow.secrets.KINDE_WF_M2M_CLIENT_SECRET", "secret-" + CLIENT);
	}

	/** A server with H2. */
	static ApiServer start() {
		return start(UnaryOperator.identity());
	}

	/** A server with H2, and what a test adds. */
	static ApiServer start(UnaryOperator<AuthServer.Builder> more) {
		AuthServer.Builder builder = builder();
		AutoCloseable database = Store.H2.prepare(builder);
		return new ApiServer(more.apply(builder).start(), database);
	}

	static ApiServer start(Store store, UnaryOperator<AuthServer.Builder> more) {
		AuthServer.Builder builder = builder();
		AutoCloseable database = store.prepare(builder);
		return new ApiServer(more.apply(builder).start(), database);
	}

	AuthServer auth() {
		return this.server;
	}

	/** A token with all scopes. */
	synchronized String token() {
		if (this.token == null) {
			this.token = this.server.clientCredentials(CLIENT, "audience", AUDIENCE).text("access_token");
		}
		return this.token;
	}

	String token(String... scopes) {
		return this.server.clientCredentials(CLIENT, "audience", AUDIENCE, "scope", String.join(" ", scopes))
			.text("access_token");
	}

	Response get(String path) {
		return send("GET", path, token(), null);
	}

	Response post(String path, String json) {
		return send("POST", path, token(), json);
	}

	/** A call with a token, or without one if it is null. */
	Response send(String method, String path, @Nullable String token, @Nullable String json) {
		return send(method, path, token, json, "application/json");
	}

	Response send(String method, String path, @Nullable String token, @Nullable String body, String contentType) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.server.url("/api/v1/" + path)))
			.header("Content-Type", contentType)
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
		if (token != null) {
			request.header("Authorization", "Bearer " + token);
		}
		return send(request.build());
	}

	static Response send(HttpRequest request) {
		try {
			HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
			return new Response(response.statusCode(), response.body(),
					response.headers().firstValue("WWW-Authenticate").orElse(""));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@SuppressWarnings("unchecked")
	static String errorCode(Response response) {
		return String.valueOf(((List<Map<String, Object>>) response.json().get("errors")).get(0).get("code"));
	}

	@Override
	public void close() {
		this.server.close();
		try {
			this.database.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Where the users and all else are. */
	enum Store {

		H2 {
			@Override
			AutoCloseable prepare(AuthServer.Builder server) {
				server.property("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID())
					.property("spring.sql.init.schema-locations", "classpath:" + USERS);
				return () -> {
				};
			}
		},

		POSTGRESQL {
			@Override
			AutoCloseable prepare(AuthServer.Builder server) {
				try {
					Postgres.prepare(server, new ClassPathResource(USERS).getContentAsString(StandardCharsets.UTF_8)
						.replace("varchar_ignorecase", "varchar"));
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
				server.property("claimflow.jdbc.initialize-schema", "always");
				return () -> {
				};
			}
		};

		abstract AutoCloseable prepare(AuthServer.Builder server);

	}

	/** The clients and users of an application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		RegisteredClientRepository registeredClientRepository() {
			return new InMemoryRegisteredClientRepository(
					client(CLIENT).scopes((scopes) -> scopes.addAll(SCOPES)).build(),
					client(STRANGER).scopes((scopes) -> scopes.addAll(SCOPES)).build(),
					client(MIXED).scope("read:users").scope("read:orders").scope("openid").build(),
					client(OPAQUE).scope("read:users")
						.tokenSettings(TokenSettings.builder().accessTokenFormat(OAuth2TokenFormat.REFERENCE).build())
						.build(),
					client(OTHER).scope("read:orders").build());
		}

		private static RegisteredClient.Builder client(String clientId) {
			return RegisteredClient.withId(clientId)
				.clientId(clientId)
				.clientSecret("{noop}secret-" + clientId)
				.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
				.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
				.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
				.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
				.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
				.authorizationGrantType(AuthorizationGrantType.TOKEN_EXCHANGE)
				.redirectUri(AuthServer.REDIRECT_URI)
				.clientSettings(ClientSettings.builder().requireProofKey(false).build());
		}

		/** As Spring Security's default, but fast. */
		@Bean
		@SuppressWarnings("deprecation")
		PasswordEncoder passwordEncoder() {
			return new DelegatingPasswordEncoder("bcrypt",
					Map.of("bcrypt", new BCryptPasswordEncoder(4), "noop", NoOpPasswordEncoder.getInstance()));
		}

		@Bean
		JdbcUserDetailsManager userDetailsManager(DataSource dataSource) {
			return new JdbcUserDetailsManager(dataSource);
		}

	}

}
