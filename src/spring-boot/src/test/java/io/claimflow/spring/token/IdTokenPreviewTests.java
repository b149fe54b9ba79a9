package io.claimflow.spring.token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.RecordedRuns;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a workflow sees of an ID token, which the application customizes in its
 * own ways, before it is made.
 */
@ExtendWith(OutputCaptureExtension.class)
class IdTokenPreviewTests {

	private static final String ROLE_UNLESS_BLOCKED = """
			const id = idTokenCustomClaims<any>();
			id.role = id.blocked ? "none" : "admin";
			""";

	private static final String COPY = "accessTokenCustomClaims<any>().seen = { ...idTokenCustomClaims<any>() };";

	private static AuthServer server;

	private static volatile OAuth2TokenCustomizer<JwtEncodingContext> customizer;

	@BeforeAll
	static void start() {
		server = AuthServer.builder().user("").with(Application.class, RecordedRuns.class).start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void reset() {
		customizer = (context) -> {
		};
	}

	@ParameterizedTest
	@ValueSource(strings = { AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE })
	void aCustomizerThatReadsTheAccessTokenHidesNothing(String client) {
		customizer = (context) -> {
			String token = context.getAuthorization().getAccessToken().getToken().getTokenValue();
			context.getClaims().claim("at_hash", hash(token)).claim("blocked", true);
			assertThat(context.getAuthorization().getRefreshToken()).isNotNull();
		};
		server.user(ROLE_UNLESS_BLOCKED + COPY);
		Response response = server.authorizationCodeGrant(client, "openid read");
		for (int refreshed = 0; refreshed < 2; refreshed++) {
			assertThat(response.idTokenClaims()).containsEntry("blocked", true)
				.containsEntry("role", "none")
				.containsEntry("at_hash", hash(response.text("access_token")));
			assertThat(seen(client, response)).containsEntry("blocked", true).doesNotContainKey("at_hash");
			response = server.refresh(client, response.text("refresh_token"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE })
	void aCustomizerThatReadsTheSessionHidesNothing(String client) {
		customizer = (context) -> {
			SessionInformation session = context.get(SessionInformation.class);
			context.getClaims().claim("session", session.getSessionId()).claim("blocked", true);
		};
		server.user(ROLE_UNLESS_BLOCKED);
		Map<String, Object> claims = server.authorizationCodeGrant(client, "openid read").idTokenClaims();
		assertThat(claims).containsEntry("role", "none")
			.containsEntry("blocked", true)
			.containsEntry("session", claims.get("sid"));
	}

	@ParameterizedTest
	@ValueSource(strings = { AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE })
	void aWorkflowSeesTheSessionAndTheTimeOfTheSignIn(String client) {
		server.user(COPY);
		Response response = server.authorizationCodeGrant(client, "openid read");
		for (int refreshed = 0; refreshed < 2; refreshed++) {
			assertThat(response.idTokenClaims()).containsKeys("sid", "auth_time");
			assertThat(seen(client, response)).containsEntry("sid", response.idTokenClaims().get("sid"))
				.containsEntry("auth_time", response.idTokenClaims().get("auth_time"));
			response = server.refresh(client, response.text("refresh_token"));
		}
	}

	@Test
	void aCustomizerMayReadTheAccessTokenAsAJwt() {
		customizer = (context) -> {
			try {
				SignedJWT token = SignedJWT
					.parse(context.getAuthorization().getAccessToken().getToken().getTokenValue());
				context.getClaims().claim("of", token.getJWTClaimsSet().getSubject());
			}
			catch (java.text.ParseException ex) {
				throw new IllegalStateException(ex);
			}
		};
		server.user(COPY);
		Response response = server.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid read");
		assertThat(seen(AuthServerConfiguration.JWT, response)).containsEntry("of", AuthServerConfiguration.USER);
		assertThat(response.idTokenClaims()).containsEntry("of", AuthServerConfiguration.USER);
	}

	@Test
	void aCustomizerThatFailsBeforeThereIsAnAccessTokenEndsTheRequest(CapturedOutput output) {
		customizer = (context) -> {
			throw new IllegalStateException("There is no such access token");
		};
		server.user(ROLE_UNLESS_BLOCKED);
		assertRefused(server.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid read"));
		assertThat(output)
			.contains("The token customizer 'applicationClaims' (in " + IdTokenPreviewTests.class.getName())
			.contains("failed for an ID token before the access token was made, which is when the workflow user sees")
			.contains("There is no such access token");
	}

	@Test
	void anErrorOfOAuthStaysWhatItIs() {
		customizer = (context) -> {
			throw new OAuth2AuthenticationException("invalid_target");
		};
		server.user(ROLE_UNLESS_BLOCKED);
		Response response = server.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid read");
		assertThat(response.json()).containsEntry("error", "invalid_target");
	}

	@Test
	void anIdTokenWithAClaimThatTheWorkflowDidNotSeeIsNotIssued(CapturedOutput output) {
		customizer = lateFromTheSecondCallOn();
		server.user("delete idTokenCustomClaims<any>().late;");
		assertRefused(server.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid read"));
		assertThat(output).contains("The token customizer 'applicationClaims'")
			.contains("the workflow user saw them, so no token was issued: late.")
			.doesNotContain("sesame");
	}

	@Test
	void anIdTokenWithAnotherValueThanTheWorkflowSawIsNotIssued(CapturedOutput output) {
		customizer = (context) -> context.getClaims()
			.claim("blocked", context.getAuthorization().getAccessToken().getClaims().containsKey("plan"));
		server.user(ROLE_UNLESS_BLOCKED + "accessTokenCustomClaims<any>().plan = 'gold';");
		assertRefused(server.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid read"));
		assertThat(output).contains("saw them, so no token was issued: blocked.");
	}

	@Test
	void aResetTakesAwayWhatTheWorkflowDidNotSee() {
		customizer = lateFromTheSecondCallOn();
		deploy("'kinde.idToken': { resetClaims: true }",
				"idTokenCustomClaims<any>().role = 'admin'; idTokenCustomClaims<any>().kept = 1;");
		Map<String, Object> claims = server.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid read")
			.idTokenClaims();
		assertThat(claims).containsEntry("role", "admin").containsEntry("kept", 1).doesNotContainKey("late");
		assertThat(claims).containsKeys("sub", "sid", "auth_time", "nonce");
	}

	@Test
	void claimsThatAreOthersAtEachCallDoNoHarm() {
		List<String> texts = new ArrayList<>();
		customizer = (context) -> {
			texts.add(UUID.randomUUID().toString());
			context.getClaims()
				.claim("transaction", texts.get(texts.size() - 1))
				.claim("now", Instant.now().toEpochMilli())
				.claim("hash", hash(context.getAuthorization().getAccessToken().getToken().getTokenValue()));
		};
		server.user("idTokenCustomClaims<any>().role = 'admin';");
		Response response = server.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid read");
		assertThat(response.idTokenClaims()).containsEntry("role", "admin")
			.containsEntry("hash", hash(response.text("access_token")))
			.hasEntrySatisfying("transaction", (text) -> assertThat(texts).contains((String) text));
	}

	@Test
	void aCustomizerIsCalledOnceForAnIdTokenThatTheWorkflowHasNoPartIn() {
		AtomicInteger calls = new AtomicInteger();
		customizer = (context) -> context.getClaims().claim("call", calls.incrementAndGet());
		RecordedRuns runs = server.context().getBean(RecordedRuns.class);
		deploy("'kinde.accessToken': {}", "accessTokenCustomClaims<any>().plan = 'gold';");
		runs.take();
		Response response = server.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid read");
		assertThat(response.accessTokenClaims()).containsEntry("plan", "gold");
		assertThat(response.idTokenClaims()).containsEntry("call", 1);
		assertThat(runs.take()).hasSize(1);
	}

	@Test
	void whatAWorkflowDoesNotChangeInAClaimKeepsItsExactNumbers() {
		long exact = 9007199254740993L;
		customizer = (context) -> context.getClaims()
			.claim("org", Map.of("id", exact, "name", "m", "parents", List.of(Map.of("id", exact + 2), exact, "x")))
			.claim("list",
					new Object[] { exact, Map.of("id", exact + 2, "name", "l"), Map.of("id", exact, "name", "m") });
		server.user("""
				const id = idTokenCustomClaims<any>();
				id.org.name = "n";
				id.org.parents[0].name = "p";
				id.org.parents.unshift("first");
				id.list.splice(1, 1);
				id.list[1].name = "n";
				""");
		assertThat(server.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid read").idTokenClaims())
			.containsEntry("org",
					Map.of("id", exact, "name", "n", "parents",
							List.of("first", Map.of("id", exact + 2, "name", "p"), exact, "x")))
			.containsEntry("list", List.of(exact, Map.of("id", exact, "name", "n")));
	}

	private static void deploy(String bindings, String body) {
		server.write("kindeSrc/environment/workflows/userWorkflow.ts", """
				import { accessTokenCustomClaims, idTokenCustomClaims } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "user", trigger: "user:tokens_generation", bindings: { %s },
				};
				export default async function () { %s }
				""".formatted(bindings, body));
		server.deploy();
	}

	private static OAuth2TokenCustomizer<JwtEncodingContext> lateFromTheSecondCallOn() {
		AtomicInteger calls = new AtomicInteger();
		return (context) -> {
			if (calls.incrementAndGet() > 1) {
				context.getClaims().claim("late", "sesame");
			}
		};
	}

	private static void assertRefused(Response response) {
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.json()).containsEntry("error", "server_error")
			.containsEntry("error_description", "The token could not be issued")
			.doesNotContainKeys("access_token", "id_token");
	}

	private static Map<String, Object> seen(String client, Response response) {
		Map<String, Object> claims = client.equals(AuthServerConfiguration.JWT) ? response.accessTokenClaims()
				: server.introspect(client, response.text("access_token"));
		return assertThat(claims).extractingByKey("seen")
			.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
			.actual();
	}

	private static String hash(String accessToken) {
		return AccessTokenHash.compute(new BearerAccessToken(accessToken), JWSAlgorithm.RS256).getValue();
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		OAuth2TokenCustomizer<JwtEncodingContext> applicationClaims() {
			return (context) -> {
				if (context.getTokenType().getValue().equals("id_token")) {
					customizer.customize(context);
				}
			};
		}

	}

}
