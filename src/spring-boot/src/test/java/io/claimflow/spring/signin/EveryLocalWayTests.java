package io.claimflow.spring.signin;

import java.util.Base64;

import io.claimflow.Trigger;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the other ways to sign in that need no other party, in an application with
 * its own chains and failure handlers.
 */
class EveryLocalWayTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static final String DENIED = "SignInDeniedException: no";

	private static SignInServer server;

	@BeforeAll
	static void start() {
		server = SignInServer.start(SignInServer.EveryLocalWay.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Browser browser() {
		return new Browser(server.server());
	}

	private static Response oneTimeTokenSignIn(Browser browser) {
		browser.post("/ott/generate", "username", AuthServerConfiguration.USER);
		return browser.post("/login/ott", "token",
				server.server().context().getBean(SignInServer.EveryLocalWay.class).oneTimeToken());
	}

	@Test
	void theApplicationsOwnFailureHandlerIsToldOfADenial() {
		server.workflow("denyAccess('Not from <here>');");
		Response denied = browser().signIn();
		assertThat(denied.status()).isEqualTo(401);
		assertThat(denied.body()).isEqualTo("SignInDeniedException: Not from <here>");
		server.workflow("denyAccess('');");
		assertThat(browser().signIn().body()).isEqualTo("SignInDeniedException: Access was denied");
	}

	@Test
	void theApplicationsOwnFailureHandlerIsToldOfAFailureAndNotOfItsReason() {
		server.workflow("throw new Error('row 17 is missing');");
		Response failed = browser().signIn();
		assertThat(failed.status()).isEqualTo(401);
		assertThat(failed.body()).isEqualTo("SignInFailedException: The sign-in could not be completed (run "
				+ server.runs().get(0).outcome().runId() + ")");
	}

	@Test
	void aOneTimeTokenIsJudgedOnce() {
		server.workflow("");
		Browser browser = browser();
		browser.authorize(CLIENT);
		assertThat(browser.get(oneTimeTokenSignIn(browser).location()).location()).contains("code=");
		assertThat(server.auth()).containsEntry("connectionId", "ott");
	}

	@Test
	void aDeniedOneTimeTokenEndsWithoutASession() {
		server.workflow("denyAccess('no');");
		Browser browser = browser();
		assertThat(oneTimeTokenSignIn(browser).body()).isEqualTo(DENIED);
		assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
	}

	@Test
	void aRememberedUserIsJudgedOncePerSession() {
		server.workflow("");
		Browser browser = browser();
		browser.signIn("remember-me", "on");
		assertThat(server.auth()).containsEntry("connectionId", "password");
		browser.dropCookie("JSESSIONID");
		browser.get("/");
		assertThat(server.auth()).containsEntry("connectionId", "remember_me")
			.containsEntry("isExistingSession", false);
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
		assertThat(server.runs()).isEmpty();
	}

	@Test
	void aDeniedRememberedUserIsForgottenAndHasToSignIn() {
		server.workflow("");
		Browser browser = browser();
		browser.signIn("remember-me", "on");
		browser.dropCookie("JSESSIONID");
		server.workflow("denyAccess('no');");
		assertThat(browser.get("/").location()).endsWith("/login");
		assertThat(browser.hasCookie("remember-me")).isFalse();
		assertThat(server.runs()).hasSize(1);
		assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
	}

	@Test
	void aRememberedUserWhoGivesAPasswordIsJudgedAgain() {
		server.workflow("");
		Browser browser = browser();
		browser.signIn("remember-me", "on");
		browser.dropCookie("JSESSIONID");
		browser.get("/");
		server.runs();
		browser.signIn();
		assertThat(server.auth()).containsEntry("connectionId", "password");
	}

	@Test
	void basicAuthenticationThatBeginsASessionIsJudgedOnce() {
		server.workflow("");
		Browser browser = basic();
		browser.get("/");
		assertThat(server.auth()).containsEntry("connectionId", "password").containsEntry("isExistingSession", false);
		browser.get("/");
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
		assertThat(server.runs()).isEmpty();
	}

	@Test
	void deniedBasicAuthenticationBeginsNoSession() {
		server.workflow("denyAccess('no');");
		Browser browser = basic();
		assertThat(browser.get("/").location()).contains("/login");
		assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
	}

	private static Browser basic() {
		return browser().header("Authorization", "Basic " + Base64.getEncoder()
			.encodeToString((AuthServerConfiguration.USER + ":" + AuthServerConfiguration.PASSWORD).getBytes()));
	}

	/** A browser that was signed in before there was a workflow. */
	private static Browser signedIn() {
		server.withoutWorkflow();
		Browser browser = browser();
		browser.signIn();
		return browser;
	}

	@Test
	void aDenialAtTheAuthorizationEndpointIsAnErrorForTheClient() {
		Browser browser = signedIn();
		server.workflow("denyAccess('Not from \"here\"');");
		assertThat(browser.authorize(CLIENT).location()).isEqualTo(AuthServer.REDIRECT_URI
				+ "?error=access_denied&error_description=Not%20from%20%27here%27&state=st%20ate%2F1");
	}

	@Test
	void aFailureAtTheAuthorizationEndpointIsAnErrorForTheClient() {
		Browser browser = signedIn();
		server.workflow("throw new Error('row 17 is missing');");
		assertThat(browser.authorize(CLIENT).location()).matches("\\Q" + AuthServer.REDIRECT_URI
				+ "\\E\\?error=server_error&error_description=The%20sign-in%20could%20not%20be%20completed%20"
				+ "%28run%20[0-9a-f]{16}%29&state=st%20ate%2F1");
	}

	@Test
	void aFailureThatMayBeAtTheAuthorizationEndpointIsNoError() {
		Browser browser = signedIn();
		server.workflow("continue", "throw new Error('row 17 is missing');");
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
	}

	@Test
	void aSessionFromBeforeTheWorkflowIsJudgedAtTheAuthorizationEndpointOnce() {
		Browser browser = signedIn();
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
		server.workflow("");
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
		assertThat(server.auth()).containsEntry("connectionId", "password").containsEntry("isExistingSession", true);
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
		assertThat(server.runs()).isEmpty();
	}

	@Test
	void aDeniedSessionFromBeforeTheWorkflowEnds() {
		Browser browser = signedIn();
		server.workflow("denyAccess('no');");
		assertThat(browser.authorize(CLIENT, "prompt", "none").location())
			.isEqualTo(AuthServer.REDIRECT_URI + "?error=access_denied&error_description=no&state=st%20ate%2F1");
		assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
	}

	@Test
	void aPushedRequestIsDeniedAtItsRedirectUriWithItsState() {
		Browser browser = signedIn();
		server.workflow("denyAccess('no');");
		assertThat(browser.get("/oauth2/authorize?client_id=" + CLIENT + "&request_uri=" + pushed()).location())
			.isEqualTo(AuthServer.REDIRECT_URI + "?error=access_denied&error_description=no&state=pushed");
	}

	@Test
	void theEventTellsOfAPushedRequest() {
		server.workflow("");
		Browser browser = browser();
		assertThat(browser.get("/oauth2/authorize?client_id=" + CLIENT + "&request_uri=" + pushed()).location())
			.endsWith("/login");
		assertThat(browser.get(browser.signIn().location()).location()).contains("code=", "state=pushed");
		assertThat(server.runs()).singleElement()
			.extracting((run) -> run.event().request().get("authUrlParams"))
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("state", "pushed")
			.containsEntry("clientId", CLIENT)
			.containsEntry("redirectUri", AuthServer.REDIRECT_URI)
			.containsEntry("loginHint", "alice@example.com");
	}

	@Test
	void theEventOfAPasswordTellsOfAPushedRequestToo() {
		server.workflow("");
		password("user:existing_password_provided");
		Browser browser = browser();
		browser.get("/oauth2/authorize?client_id=" + CLIENT + "&request_uri=" + pushed());
		browser.signIn();
		assertThat(server.allRuns()).first()
			.extracting("workflow.trigger", "event.request.authUrlParams.state",
					"event.request.authUrlParams.redirectUri", "event.context.application.clientId")
			.containsExactly(Trigger.EXISTING_PASSWORD_PROVIDED, "pushed", AuthServer.REDIRECT_URI, CLIENT);
		password("m2m:token_generation");
	}

	private static void password(String trigger) {
		server.server()
			.write("kindeSrc/environment/workflows/passwordWorkflow.ts",
					AuthServer.Builder.source("password", trigger, ""));
		server.server().deploy();
	}

	private static String pushed() {
		return server.server()
			.post("/oauth2/par", CLIENT, "client_id", CLIENT, "response_type", "code", "scope", "openid",
					"redirect_uri", AuthServer.REDIRECT_URI, "state", "pushed", "login_hint", "alice@example.com")
			.text("request_uri");
	}

	@Test
	void aRequestThatIsNotValidIsNotJudged() {
		Browser browser = signedIn();
		server.workflow("");
		assertThat(browser.authorize(CLIENT, "code_challenge", "abc").location()).contains("error=invalid_request");
		assertThat(server.runs()).isEmpty();
	}

}
