package io.claimflow.spring.management;

import java.util.List;
import java.util.Map;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.UserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which tokens go past the workflows, and that no others do. The workflow of the server
 * marks every token that it sees, and the application lets requests choose an audience.
 */
class ApiTokenTests {

	private static ApiServer server;

	@BeforeAll
	static void start() {
		server = ApiServer.start(
				(builder) -> builder.with(TrustingAudience.class).user("accessTokenCustomClaims<any>().ran = true;"));
		server.auth()
			.context()
			.getBean(UserDetailsManager.class)
			.createUser(User.withUsername(AuthServerConfiguration.USER)
				.password("{noop}" + AuthServerConfiguration.PASSWORD)
				.roles("USER")
				.build());
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static void isNoToken(Response response, String error) {
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.json()).containsEntry("error", error).doesNotContainKey("access_token");
	}

	@ParameterizedTest
	@CsvSource({ "audience," + ApiServer.AUDIENCE, "resource," + ApiServer.AUDIENCE,
			"audience,' " + ApiServer.AUDIENCE + " '" })
	void tokenForTheApiHasThatAudienceAndNoWorkflow(String parameter, String value) {
		Response response = server.auth().clientCredentials(ApiServer.CLIENT, parameter, value, "scope", "read:users");
		assertThat(response.accessTokenClaims()).containsEntry("aud", ApiServer.AUDIENCE)
			.containsEntry("iss", ApiServer.ISSUER)
			.containsEntry("sub", ApiServer.CLIENT)
			.containsEntry("scope", List.of("read:users"))
			.doesNotContainKey("ran");
		assertThat(response.text("scope")).isEqualTo("read:users");
	}

	@Test
	void clientThatAsksForNoScopesGetsAllOfThem() {
		Response response = server.auth()
			.clientCredentials(ApiServer.CLIENT, "audience", ApiServer.AUDIENCE, "scope", "");
		assertThat(response.text("scope").split(" ")).containsExactlyInAnyOrderElementsOf(ApiServer.SCOPES);
	}

	@Test
	void clientThatIsRegisteredForOtherScopesTooGetsThoseOfTheApi() {
		Response response = server.auth().clientCredentials(ApiServer.MIXED, "audience", ApiServer.AUDIENCE);
		assertThat(response.accessTokenClaims()).containsEntry("scope", List.of("read:users"));
		isNoToken(server.auth()
			.clientCredentials(ApiServer.MIXED, "audience", ApiServer.AUDIENCE, "scope", "read:users read:orders"),
				"invalid_scope");
		isNoToken(
				server.auth()
					.clientCredentials(ApiServer.MIXED, "audience", ApiServer.AUDIENCE, "scope", "read:orders"),
				"invalid_scope");
	}

	@Test
	void clientWithoutScopesOfTheApiGetsNoToken() {
		isNoToken(server.auth().clientCredentials(ApiServer.OTHER, "audience", ApiServer.AUDIENCE), "invalid_scope");
		isNoToken(
				server.auth().clientCredentials(ApiServer.OTHER, "audience", ApiServer.AUDIENCE, "scope", "read:users"),
				"invalid_scope");
	}

	@Test
	void clientThatNoOperatorHasNamedGetsNoToken() {
		isNoToken(server.auth().clientCredentials(ApiServer.STRANGER, "audience", ApiServer.AUDIENCE),
				"invalid_target");
		isNoToken(
				server.auth()
					.clientCredentials(ApiServer.STRANGER, "audience", ApiServer.AUDIENCE, "scope", "read:users"),
				"invalid_target");
	}

	@Test
	void clientOfOpaqueTokensGetsNoToken() {
		isNoToken(server.auth().clientCredentials(ApiServer.OPAQUE, "audience", ApiServer.AUDIENCE), "invalid_target");
	}

	@Test
	void audiencesAreNotMixed() {
		isNoToken(
				server.auth()
					.clientCredentials(ApiServer.CLIENT, "audience", ApiServer.AUDIENCE + " https://orders.example"),
				"invalid_target");
		isNoToken(server.auth()
			.clientCredentials(ApiServer.CLIENT, "audience", ApiServer.AUDIENCE, "audience", "https://orders.example"),
				"invalid_target");
		isNoToken(server.auth()
			.clientCredentials(ApiServer.CLIENT, "audience", "https://orders.example", "resource", ApiServer.AUDIENCE),
				"invalid_target");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://orders.example", ApiServer.AUDIENCE + "/", ApiServer.AUDIENCE + "/v1",
			ApiServer.ISSUER, "HTTPS://auth.claimflow.invalid/api", ApiServer.AUDIENCE + "%20" })
	void tokenForAnyOtherAudienceHasItsWorkflow(String audience) {
		Response response = server.auth()
			.clientCredentials(ApiServer.CLIENT, "audience", audience, "scope", "read:users");
		assertThat(response.accessTokenClaims()).containsEntry("ran", true)
			.hasEntrySatisfying("aud", (aud) -> assertThat(aud).isNotEqualTo(ApiServer.AUDIENCE));
		assertThat(server.send("GET", "user?id=nobody", response.text("access_token"), null).status()).isEqualTo(401);
	}

	@Test
	void tokenWithoutAnAudienceHasItsWorkflow() {
		Response response = server.auth().clientCredentials(ApiServer.CLIENT, "scope", "read:users");
		assertThat(response.accessTokenClaims()).containsEntry("ran", true).containsEntry("aud", ApiServer.CLIENT);
	}

	@Test
	void usersTokenIsNeverOneForTheApi() {
		String code = server.auth().authorizationCode(ApiServer.CLIENT, "read:users", "audience", ApiServer.AUDIENCE);
		isNoToken(server.auth().redeem(ApiServer.CLIENT, code, "audience", ApiServer.AUDIENCE), "invalid_target");
		isNoToken(server.auth().redeem(ApiServer.CLIENT, code, "resource", ApiServer.AUDIENCE), "invalid_target");
		Response ordinary = server.auth().authorizationCodeGrant(ApiServer.CLIENT, "read:users");
		assertThat(ordinary.accessTokenClaims()).containsEntry("ran", true);
		assertThat(server.send("GET", "user?id=nobody", ordinary.text("access_token"), null).status()).isEqualTo(401);
		isNoToken(
				server.auth().refresh(ApiServer.CLIENT, ordinary.text("refresh_token"), "audience", ApiServer.AUDIENCE),
				"invalid_target");
	}

	@Test
	void tokenForTheApiIsExchangedForNoOther() {
		isNoToken(server.auth().tokenExchange(ApiServer.CLIENT, server.token("read:users")), "invalid_grant");
		String subject = server.auth().authorizationCodeGrant(ApiServer.CLIENT, "read:users").text("access_token");
		assertThat(server.auth()
			.tokenExchange(ApiServer.CLIENT, subject, "audience", ApiServer.AUDIENCE)
			.accessTokenClaims()).containsEntry("ran", true).containsEntry("aud", ApiServer.CLIENT);
	}

	@Test
	void withoutTheApiThereIsNoSuchToken() {
		try (ApiServer without = ApiServer.start((builder) -> builder.property("claimflow.api.enabled", false))) {
			Response response = without.auth()
				.clientCredentials(ApiServer.CLIENT, "audience", ApiServer.AUDIENCE, "scope", "read:users");
			assertThat(response.accessTokenClaims()).containsEntry("ran", true).containsEntry("aud", ApiServer.CLIENT);
			assertThat(without.send("GET", "user?id=nobody", response.text("access_token"), null).status())
				.isNotEqualTo(200);
		}
	}

	@Test
	void deniedClientGetsNoOtherTokenThanOneForTheApi() {
		try (ApiServer denying = ApiServer.start((builder) -> builder.m2m("denyAccess('no');"))) {
			assertThat(denying.auth().clientCredentials(ApiServer.CLIENT).status()).isEqualTo(400);
			assertThat(AuthServer.claims(denying.token())).containsEntry("aud", ApiServer.AUDIENCE);
		}
	}

	/** An application that believes what requests say about the audience. */
	@Configuration(proxyBeanMethods = false)
	static class TrustingAudience {

		@Bean
		OAuth2TokenCustomizer<JwtEncodingContext> audienceOfTheRequest() {
			return (context) -> {
				if (context.getAuthorizationGrant() instanceof OAuth2AuthorizationGrantAuthenticationToken grant) {
					Map<String, Object> parameters = grant.getAdditionalParameters();
					for (String name : List.of("audience", "resource")) {
						if (parameters.get(name) instanceof String audience) {
							context.getClaims().audience(List.of(audience)).claim("scope", "admin");
						}
					}
				}
			};
		}

	}

}
