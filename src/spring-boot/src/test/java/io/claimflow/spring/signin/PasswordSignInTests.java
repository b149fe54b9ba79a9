package io.claimflow.spring.signin;

import java.util.List;
import java.util.Map;

import io.claimflow.Outcome;
import io.claimflow.spring.run.WorkflowRun;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import io.claimflow.spring.server.RecordedRuns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a sign-in with a password on the way to a client, with Spring Boot's own
 * chains.
 */
@ExtendWith(OutputCaptureExtension.class)
class PasswordSignInTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static SignInServer server;

	@BeforeAll
	static void start() {
		server = SignInServer.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Browser browser() {
		return new Browser(server.server());
	}

	@Test
	void anAllowedSignInGoesOnToTheClientAndRunsOnce() {
		server.workflow("");
		Browser browser = browser();
		assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
		Response signedIn = browser.signIn();
		assertThat(signedIn.location()).contains("/oauth2/authorize?");
		assertThat(browser.get(signedIn.location()).location()).startsWith(AuthServer.REDIRECT_URI)
			.contains("code=", "state=st%20ate%2F1");
		assertThat(server.runs()).singleElement()
			.satisfies((run) -> assertThat(run.outcome().status()).isEqualTo(Outcome.Status.COMPLETED));
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
		assertThat(server.runs()).isEmpty();
	}

	@Test
	void theEventTellsOfTheRequestThatTheSignInIsFor() {
		server.workflow("");
		Browser browser = browser();
		browser.authorize(CLIENT, "prompt", "login", "org_code", "org_1", "is_create_org", "true", "nonce", "n-0S6");
		browser.signIn();
		WorkflowRun run = server.runs().get(0);
		assertThat(run.event().request())
			.isEqualTo(Map.of("ip", "127.0.0.1", "userAgent", "test-agent", "authUrlParams",
					Map.of("state", "st ate/1", "clientId", CLIENT, "redirectUri", AuthServer.REDIRECT_URI,
							"redirectURL", AuthServer.REDIRECT_URI, "scope", List.of("openid", "read"), "prompt",
							"login", "orgCode", "org_1", "isCreateOrg", true)));
		assertThat(run.event().context()).isEqualTo(Map.of("domains", Map.of("kindeDomain", server.server().url("")),
				"application", Map.of("clientId", CLIENT), "user", Map.of("id", AuthServerConfiguration.USER), "auth",
				Map.of("connectionId", "password", "isNewUserRecordCreated", false, "isExistingSession", false)));
	}

	@Test
	void aSignInThatIsForNoClientHasNoneInItsEvent() {
		server.workflow("");
		browser().signIn();
		WorkflowRun run = server.runs().get(0);
		assertThat(run.event().request()).containsEntry("authUrlParams", Map.of());
		assertThat(run.event().context()).containsEntry("application", Map.of())
			.containsEntry("domains", Map.of("kindeDomain", server.server().url("")));
	}

	@Test
	void aDeniedSignInEndsOnTheLoginPageWithoutASession() {
		server.workflow("denyAccess('Not from here');");
		Browser browser = browser();
		browser.authorize(CLIENT);
		assertThat(browser.signIn().location()).endsWith("/login?error");
		assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
		assertThat(server.runs()).hasSize(1);
		server.workflow("");
		assertThat(browser.signIn().location()).contains("/oauth2/authorize?");
	}

	@Test
	void aFailedRunEndsTheSignIn(CapturedOutput output) {
		server.workflow("throw new Error('row 17 is missing');");
		Browser browser = browser();
		browser.authorize(CLIENT);
		assertThat(browser.signIn().location()).endsWith("/login?error");
		assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
		assertThat(output).contains("(EXCEPTION, policy STOP)", "row 17 is missing");
	}

	@Test
	void aFailedRunThatMayFailLetsTheSignInGoOn() {
		server.workflow("continue", "throw new Error('row 17 is missing');");
		Browser browser = browser();
		browser.authorize(CLIENT);
		assertThat(browser.get(browser.signIn().location()).location()).contains("code=");
		assertThat(server.runs()).hasSize(1);
	}

	@Test
	void aDenialHoldsEvenIfTheWorkflowThenFailsAndMayFail() {
		server.workflow("continue", "denyAccess('blocked'); throw new Error('and broken');");
		Browser browser = browser();
		assertThat(browser.signIn().location()).endsWith("/login?error");
	}

	@Test
	void aRunThatTakesTooLongEndsTheSignIn(CapturedOutput output) {
		try (SignInServer impatient = new SignInServer(
				SignInServer.builder("for (;;) {}").property("claimflow.limits.deadline", "300ms").start())) {
			Browser browser = new Browser(impatient.server());
			assertThat(browser.signIn().location()).endsWith("/login?error");
			assertThat(output).contains("(DEADLINE, policy STOP)");
			impatient.workflow("");
			assertThat(browser.signIn().location()).doesNotContain("error");
		}
	}

	@Test
	void whoeverKnewTheSessionBeforeTheSignInDoesNotKnowItAfterwards() {
		server.workflow("");
		Browser browser = new Browser(server.server());
		browser.authorize(AuthServerConfiguration.JWT);
		String before = browser.cookie("JSESSIONID");
		browser.signIn();
		assertThat(browser.cookie("JSESSIONID")).isNotEmpty().isNotEqualTo(before);
		assertThat(before).isNotEmpty();
	}

	@Test
	void aWrongPasswordRunsNothing() {
		server.workflow("");
		assertThat(browser().post("/login", "username", AuthServerConfiguration.USER, "password", "wrong").location())
			.endsWith("/login?error");
		assertThat(server.runs()).isEmpty();
	}

	@Test
	void thePasswordIsNowhereInTheEventOrTheLog(CapturedOutput output) {
		server.workflow(
				"console.log(event); console.log(JSON.stringify(event)); throw new Error(JSON.stringify(event));");
		browser().signIn();
		assertThat(JsonMapper.shared().writeValueAsString(server.runs().get(0).event()))
			.doesNotContain(AuthServerConfiguration.PASSWORD);
		assertThat(output).contains("authUrlParams").doesNotContain(AuthServerConfiguration.PASSWORD);
	}

	@Test
	void whoSignsInAgainAsSomebodySignedInIsNotJudgedAgain() {
		server.workflow("");
		Browser browser = browser();
		browser.signIn();
		browser.signIn();
		assertThat(server.runs()).hasSize(1);
		browser.post("/logout");
		browser.signIn();
		assertThat(server.runs()).hasSize(1);
	}

	@Test
	void clientsAndBearersOfTokensDoNotSignIn() {
		server.workflow("denyAccess('nobody');");
		assertThat(server.server().clientCredentials(CLIENT).status()).isEqualTo(200);
		server.workflow("");
		String code = server.server().authorizationCode(CLIENT, "openid");
		server.workflow("denyAccess('nobody');");
		Response tokens = server.server().redeem(CLIENT, code);
		assertThat(tokens.status()).isEqualTo(200);
		assertThat(server.server().get("/userinfo", tokens.text("access_token")).status()).isEqualTo(200);
		assertThat(server.server().refresh(CLIENT, tokens.text("refresh_token")).status()).isEqualTo(200);
		assertThat(server.runs()).isEmpty();
	}

	@Test
	void withoutAWorkflowASignInIsAsBefore() {
		try (AuthServer plain = AuthServer.builder().m2m("").with(RecordedRuns.class).start()) {
			Browser browser = new Browser(plain);
			browser.authorize(CLIENT);
			assertThat(browser.get(browser.signIn().location()).location()).contains("code=");
			assertThat(plain.context().getBean(RecordedRuns.class).take()).isEmpty();
		}
	}

}
