package io.claimflow.spring.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** People log in for the calls below {@code /claimflow}, with the device grant. */
class LoginTests {

	private static final String LOGIN = AuthServerConfiguration.PUBLIC;

	private static final String ALL = "claimflow:read claimflow:deploy claimflow:runs claimflow:values";

	private static final String ISSUER = "https://auth.claimflow.invalid";

	/** May push, and look at no runs. */
	private static final AuthServer server = start(
			(builder) -> builder.property("claimflow.deployments.http.users", AuthServerConfiguration.USER)
				.property("claimflow.runs.http.users", "somebody-else"));

	/** The same address and keys; its operator has named nobody, but clients. */
	private static final AuthServer without = start(UnaryOperator.identity());

	@AfterAll
	static void close() {
		server.close();
		without.close();
	}

	@Test
	void aPersonLogsInAndIsWhoChangesWhatIsLive() {
		String token = login(server, "").text("access_token");
		HttpResponse<String> changed = call(server, token, "PUT", "/claimflow/live/workflows/m2m",
				"{ \"active\": false, \"confirm\": true }");
		assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
		HttpResponse<String> history = call(server, token, "GET", "/claimflow/live/history", "");
		assertThat(JsonMapper.shared().readTree(history.body()).path(0).path("by").asString(""))
			.isEqualTo("user:" + AuthServerConfiguration.USER);
	}

	@Test
	void theTokenIsForTheseCallsAloneAndNoWorkflowRuns() {
		Map<String, Object> claims = login(server, ALL).accessTokenClaims();
		assertThat(claims).containsEntry("sub", AuthServerConfiguration.USER)
			.containsEntry("aud", ISSUER + "/claimflow")
			.containsEntry("client_id", LOGIN)
			.containsEntry("scope", List.of("claimflow:read", "claimflow:deploy"))
			.doesNotContainKey("shaped");
	}

	@Test
	void aUserHasOnlyTheScopesOfCallsThatNameHer() {
		String token = login(server, ALL).text("access_token");
		assertThat(call(server, token, "GET", "/claimflow/live", "").statusCode()).isEqualTo(200);
		assertThat(call(server, token, "GET", "/claimflow/runs", "").statusCode()).isEqualTo(403);
	}

	@Test
	void somebodyElseGetsNoToken() {
		Response refused = login(without, ALL);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.json()).containsEntry("error", "access_denied");
		assertThat(refused.text("error_description")).contains("claimflow.deployments.http.users");
	}

	@Test
	void whoAsksForNoScopeOfTheCallsIsToldOne() {
		try (AuthServer mixed = start((builder) -> builder.property("test.scopes", ALL + " profile"))) {
			Response refused = login(mixed, "profile");
			assertThat(refused.json()).containsEntry("error", "invalid_scope");
			assertThat(refused.text("error_description")).contains("ask for scopes such as claimflow:");
		}
	}

	@Test
	void whoIsTakenOutIsRefusedAtTheNextCall() {
		String token = login(server, "").text("access_token");
		HttpResponse<String> refused = call(without, token, "GET", "/claimflow/live", "");
		assertThat(refused.statusCode()).isEqualTo(403);
		assertThat(refused.body()).contains("claimflow.deployments.http.users");
	}

	@Test
	void aUserWhoIsCalledAsAClientIsNoClient() {
		// The client of that name may make these calls there.
		try (AuthServer namesakes = start(
				(builder) -> builder.property("claimflow.deployments.http.clients", AuthServerConfiguration.USER))) {
			String token = login(server, "").text("access_token");
			assertThat(call(namesakes, token, "GET", "/claimflow/live", "").statusCode()).isEqualTo(403);
		}
		// Nor where nobody logs in any more.
		try (AuthServer off = start((builder) -> builder.property("claimflow.login.client", "")
			.property("claimflow.deployments.http.clients", AuthServerConfiguration.USER))) {
			String token = login(server, "").text("access_token");
			assertThat(call(off, token, "GET", "/claimflow/live", "").statusCode()).isEqualTo(401);
		}
	}

	@Test
	void aRefreshGivesTheSameAndEachRefreshTokenWorksOnce() {
		Response first = login(server, "");
		Response second = server.refresh(LOGIN, first.text("refresh_token"));
		assertThat(call(server, second.text("access_token"), "GET", "/claimflow/live", "").statusCode()).isEqualTo(200);
		assertThat(second.accessTokenClaims()).doesNotContainKey("shaped");
		assertThat(server.refresh(LOGIN, first.text("refresh_token")).json()).containsEntry("error", "invalid_grant");
		assertThat(without.refresh(LOGIN, second.text("refresh_token")).status()).isEqualTo(400);
	}

	@Test
	void aRevokedRefreshTokenGivesNothing() {
		Response tokens = login(server, "");
		assertThat(server.post("/oauth2/revoke", LOGIN, "token", tokens.text("refresh_token")).status()).isEqualTo(200);
		assertThat(server.refresh(LOGIN, tokens.text("refresh_token")).json()).containsEntry("error", "invalid_grant");
	}

	@Test
	void theClientMayNotAskWhatTokensSay() {
		String token = login(server, "").text("access_token");
		assertThat(server.post("/oauth2/introspect", LOGIN, "token", token).status()).isEqualTo(401);
	}

	@Test
	void aWorkflowMakesNoSuchToken() {
		Response answer = server.deviceGrant(AuthServerConfiguration.JWT, "write");
		if (answer.status() == 200) {
			assertThat(answer.accessTokenClaims()).containsEntry("shaped", true);
			assertThat(call(server, answer.text("access_token"), "GET", "/claimflow/live", "").statusCode())
				.isEqualTo(401);
		}
	}

	@Test
	void usersWithoutAClientStopTheStart() {
		assertThatThrownBy(() -> start((builder) -> builder.property("claimflow.login.client", "")
			.property("claimflow.deployments.http.users", "ada")).close()).rootCause()
			.hasMessageContaining("set claimflow.login.client");
		assertThatThrownBy(
				() -> start((builder) -> builder.property("claimflow.deployments.http.clients", LOGIN)).close())
			.rootCause()
			.hasMessageContaining("register a client of its own");
	}

	private static Response login(AuthServer server, String scope) {
		return server.deviceGrant(LOGIN, scope);
	}

	private static HttpResponse<String> call(AuthServer server, String token, String method, String path, String body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url(path)))
			.header("Authorization", "Bearer " + token);
		if (!body.isEmpty()) {
			request.header("Content-Type", "application/json")
				.method(method, HttpRequest.BodyPublishers.ofString(body));
		}
		try {
			return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static AuthServer start(UnaryOperator<AuthServer.Builder> more) {
		AuthServer.Builder builder = AuthServer.builder(Application.class);
		Database.H2.properties().forEach(builder::property);
		return more
			.apply(builder.m2m("m2mTokenClaims<any>().version = 1;")
				.user("""
						const claims = accessTokenCustomClaims<any>();
						claims.shaped = true;
						claims.client_id = "%s";
						claims.aud = ["%s/claimflow"];
						""".formatted(LOGIN, ISSUER))
				.property("spring.security.oauth2.authorizationserver.issuer", ISSUER)
				.property("claimflow.jdbc.initialize-schema", "always")
				.property("claimflow.encryption.keys.k1", Database.KEY)
				.property("claimflow.deployments.enabled", true)
				.property("claimflow.deployments.http.enabled", true)
				.property("claimflow.deployments.poll-interval", "100ms")
				.property("claimflow.runs.enabled", true)
				.property("claimflow.runs.http.enabled", true)
				.property("claimflow.login.client", LOGIN))
			.start();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		RegisteredClientRepository registeredClientRepository(Environment environment) {
			RegisteredClient.Builder login = RegisteredClient.withId(LOGIN)
				.clientId(LOGIN)
				.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
				.authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
				.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
				.tokenSettings(TokenSettings.builder().reuseRefreshTokens(false).build());
			List.of(environment.getProperty("test.scopes", ALL).split(" ")).forEach(login::scope);
			return new InMemoryRegisteredClientRepository(login.build(),
					AuthServerConfiguration.client(AuthServerConfiguration.JWT, OAuth2TokenFormat.SELF_CONTAINED));
		}

		@Bean
		UserDetailsService userDetailsService() {
			return new InMemoryUserDetailsManager(User.withUsername(AuthServerConfiguration.USER)
				.password("{noop}" + AuthServerConfiguration.PASSWORD)
				.roles("USER")
				.build());
		}

	}

}
