package io.claimflow.spring.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.claimflow.spring.run.WorkflowRun;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.EveryEndpoint;
import io.claimflow.spring.server.Grant;
import io.claimflow.spring.server.RecordedRuns;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimsContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for the workflow of every grant, with JWT and with opaque access tokens.
 */
class GrantTests {

	private static AuthServer server;

	private static RecordedRuns runs;

	@BeforeAll
	static void start() {
		server = AuthServer.builder()
			.m2m("m2mTokenClaims<any>().trigger = event.context.workflow.trigger;")
			.user("")
			.with(EveryEndpoint.class, RecordedRuns.class, ApplicationClaims.class)
			.start();
		runs = server.context().getBean(RecordedRuns.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void reset() {
		server.user("""
				accessTokenCustomClaims<any>().trigger = event.context.workflow.trigger;
				accessTokenCustomClaims<any>().origin = event.context.auth.origin;
				idTokenCustomClaims<any>().trigger = event.context.workflow.trigger;
				""");
		runs.take();
	}

	static Stream<Arguments> everyGrantAndFormat() {
		return Stream.of(Grant.values())
			.flatMap((grant) -> Stream.of(AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE)
				.map((client) -> Arguments.of(grant, client)));
	}

	static Stream<Arguments> everyUserGrantAndFormat() {
		return everyGrantAndFormat().filter((arguments) -> arguments.get()[0] != Grant.CLIENT_CREDENTIALS);
	}

	@ParameterizedTest
	@MethodSource("everyGrantAndFormat")
	void everyTokenRequestRunsTheWorkflowOfItsTriggerOnce(Grant grant, String client) {
		String trigger = (grant == Grant.CLIENT_CREDENTIALS) ? "m2m:token_generation" : "user:tokens_generation";
		Grant.Request request = grant.prepare(server, client);
		runs.take();
		Response response = request.send();
		assertThat(runs.take()).extracting(WorkflowRun::workflow)
			.singleElement()
			.satisfies((workflow) -> assertThat(workflow.trigger().id()).isEqualTo(trigger));
		assertThat(accessToken(client, response)).containsEntry("trigger", trigger);
		if (grant.hasIdToken()) {
			assertThat(response.idTokenClaims()).containsEntry("trigger", trigger);
		}
		else {
			assertThat(response.json()).doesNotContainKey("id_token");
		}
	}

	@ParameterizedTest
	@MethodSource("everyUserGrantAndFormat")
	void aWorkflowSetsChangesRemovesAndRetypesTheClaimsOfAnAccessToken(Grant grant, String client) {
		server.user("""
				const token = accessTokenCustomClaims<any>();
				token.plan = "gold";
				token.department = "physics";
				delete token.groups;
				token.level = String(token.level);
				token.scope = Array.isArray(token.scope) ? token.scope.join(" ") : token.scope;
				""");
		Response response = grant.prepare(server, client).send();
		assertThat(accessToken(client, response)).containsEntry("plan", "gold")
			.containsEntry("department", "physics")
			.doesNotContainKey("groups")
			.containsEntry("level", "3")
			.hasEntrySatisfying("scope", (scope) -> assertThat(scope).isInstanceOf(String.class));
		if (grant.hasIdToken()) {
			assertThat(response.idTokenClaims()).doesNotContainKey("plan")
				.contains(entry("department", "maths"), entry("groups", List.of("a", "b")), entry("level", 3));
		}
	}

	@ParameterizedTest
	@MethodSource("everyUserGrantAndFormat")
	void aWorkflowSetsChangesRemovesAndRetypesTheClaimsOfAnIdToken(Grant grant, String client) {
		server.user("""
				const token = idTokenCustomClaims<any>();
				token.plan = { tier: "gold" };
				token.department = "physics";
				delete token.groups;
				token.level = String(token.level);
				""");
		Response response = grant.prepare(server, client).send();
		assertThat(accessToken(client, response)).doesNotContainKey("plan")
			.contains(entry("department", "maths"), entry("groups", List.of("a", "b")), entry("level", 3));
		if (grant.hasIdToken()) {
			assertThat(response.idTokenClaims()).containsEntry("plan", Map.of("tier", "gold"))
				.containsEntry("department", "physics")
				.doesNotContainKey("groups")
				.containsEntry("level", "3");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE })
	void aWorkflowThatChangesNothingLeavesAnIdTokenAsItIs(String client) {
		server.user("");
		Response first = server.authorizationCodeGrant(client, "openid read");
		assertThat(first.idTokenClaims()).containsOnlyKeys("iss", "sub", "aud", "azp", "iat", "exp", "jti", "auth_time",
				"sid", "nonce", "department", "groups", "level");
		Response second = server.refresh(client, first.text("refresh_token"));
		assertThat(second.idTokenClaims()).containsEntry("sid", first.idTokenClaims().get("sid"))
			.containsEntry("auth_time", first.idTokenClaims().get("auth_time"));
	}

	@ParameterizedTest
	@ValueSource(strings = { AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE })
	void aWorkflowSeesTheIdTokenAsTheApplicationMakesIt(String client) {
		server.user("accessTokenCustomClaims<any>().seen = { ...idTokenCustomClaims<any>() };");
		Response response = server.authorizationCodeGrant(client, "openid read");
		Map<String, Object> idToken = response.idTokenClaims();
		assertThat(accessToken(client, response)).extractingByKey("seen")
			.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
			.contains(entry("department", "maths"), entry("groups", List.of("a", "b")), entry("level", 3),
					entry("sub", idToken.get("sub")), entry("iss", idToken.get("iss")), entry("nonce", "n-0S6"),
					entry("azp", client));
	}

	@ParameterizedTest
	@MethodSource("everyUserGrantAndFormat")
	void aTokenSaysForWhomItIsOnlyWhatIsTrue(Grant grant, String client) {
		server.user("""
				const token = accessTokenCustomClaims<any>();
				token.client_id = event.context.application.clientId;
				token.username = event.context.user.id;
				""");
		Response response = grant.prepare(server, client).send();
		assertThat(accessToken(client, response)).containsEntry("client_id", client)
			.containsEntry("username", AuthServerConfiguration.USER);
		server.user("""
				const token = accessTokenCustomClaims<any>();
				token.client_id = "other";
				token.username = "root";
				token.auth_time = 1;
				token.active = "yes";
				""");
		Map<String, Object> untrue = accessToken(client, grant.prepare(server, client).send());
		assertThat(untrue).doesNotContainKey("username")
			.doesNotContainEntry("client_id", "other")
			.doesNotContainKey("auth_time")
			.doesNotContainEntry("active", "yes");
	}

	@Test
	void aTokenOfAMachineNamesNoUser() {
		server.m2m("""
				const token = m2mTokenClaims<any>();
				token.username = event.context.application.clientId;
				token.client_id = event.context.application.clientId;
				""");
		try {
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims())
				.containsEntry("client_id", AuthServerConfiguration.JWT)
				.doesNotContainKey("username");
		}
		finally {
			server.m2m("m2mTokenClaims<any>().trigger = event.context.workflow.trigger;");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE })
	void aRefreshRunsTheWorkflowAgain(String client) {
		Response first = server.authorizationCodeGrant(client, "openid read");
		assertThat(accessToken(client, first)).containsEntry("origin", "authorization_request");
		Response second = server.refresh(client, first.text("refresh_token"));
		assertThat(accessToken(client, second)).containsEntry("origin", "refresh_token_request");
		assertThat(runs.take()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE })
	void aRefreshStartsFromTheServersClaimsAndNotFromTheLastRuns(String client) {
		server.user("""
				const token = accessTokenCustomClaims<any>();
				token.before = Object.keys(token).includes("plan");
				token.plan = "gold";
				""");
		Response first = server.authorizationCodeGrant(client, "openid read");
		Response second = server.refresh(client, first.text("refresh_token"));
		assertThat(accessToken(client, second)).containsEntry("before", false).containsEntry("plan", "gold");
	}

	@ParameterizedTest
	@ValueSource(strings = { AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE })
	void aRefreshForFewerScopesShapesItsIdTokenToo(String client) {
		Response first = server.authorizationCodeGrant(client, "openid read");
		Response second = server.refresh(client, first.text("refresh_token"), "scope", "read");
		assertThat(accessToken(client, second)).containsEntry("trigger", "user:tokens_generation");
		assertThat(second.idTokenClaims()).containsEntry("trigger", "user:tokens_generation");
	}

	@ParameterizedTest
	@ValueSource(strings = { AuthServerConfiguration.JWT, AuthServerConfiguration.PUBLIC })
	void aCodeWithAProofKeyRunsTheWorkflowOnceItsVerifierIsRight(String client) throws Exception {
		String verifier = "v".repeat(43);
		String challenge = Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
		String code = server.authorizationCode(client, "openid", "code_challenge", challenge, "code_challenge_method",
				"S256");
		Response wrong = server.redeem(client, code, "code_verifier", "w".repeat(43));
		assertThat(wrong.json()).containsEntry("error", "invalid_grant");
		assertThat(runs.take()).isEmpty();
		Response right = server.redeem(client, code, "code_verifier", verifier);
		assertThat(right.accessTokenClaims()).containsEntry("trigger", "user:tokens_generation");
		assertThat(runs.take()).hasSize(1);
	}

	@Test
	void aRefreshTokenAndAFailedClientAuthenticationRunNothing() {
		Response tokens = server.authorizationCodeGrant(AuthServerConfiguration.JWT, "read");
		assertThat(tokens.text("refresh_token")).isNotEmpty();
		assertThat(runs.take()).hasSize(1);
		assertThat(server.clientCredentials("nobody").status()).isEqualTo(401);
		assertThat(server.clientCredentials(AuthServerConfiguration.JWT, "scope", "unknown").status()).isEqualTo(400);
		assertThat(runs.take()).isEmpty();
	}

	@Test
	void theAccessTokenOfAClientRegistrationRunsNothing() {
		Response initial = server.clientCredentials(AuthServerConfiguration.JWT, "scope", "client.create");
		assertThat(runs.take()).hasSize(1);
		Response registered = server.postJson("/connect/register", initial.text("access_token"), """
				{ "client_name": "new", "redirect_uris": ["https://client.example.com/callback"],
				  "grant_types": ["authorization_code"] }
				""");
		assertThat(registered.status()).as(registered.body()).isEqualTo(201);
		assertThat(runs.take()).isEmpty();
		assertThat(AuthServer.claims(registered.text("registration_access_token"))).containsEntry("department", "maths")
			.doesNotContainKey("trigger");
	}

	private static Map<String, Object> accessToken(String client, Response response) {
		Map<String, Object> introspected = server.introspect(client, response.text("access_token"));
		assertThat(introspected).containsEntry("active", true);
		return client.equals(AuthServerConfiguration.JWT) ? response.accessTokenClaims() : introspected;
	}

	/** The application's own customizers. */
	@Configuration(proxyBeanMethods = false)
	static class ApplicationClaims {

		@Bean
		OAuth2TokenCustomizer<JwtEncodingContext> jwtClaims() {
			return (context) -> {
				if (Set.of("access_token", OidcParameterNames.ID_TOKEN).contains(context.getTokenType().getValue())) {
					context.getClaims().claims(ApplicationClaims::add);
				}
			};
		}

		@Bean
		OAuth2TokenCustomizer<OAuth2TokenClaimsContext> opaqueClaims() {
			return (context) -> context.getClaims().claims(ApplicationClaims::add);
		}

		private static void add(Map<String, Object> claims) {
			claims.put("department", "maths");
			claims.put("groups", List.of("a", "b"));
			claims.put("level", 3);
		}

	}

}
