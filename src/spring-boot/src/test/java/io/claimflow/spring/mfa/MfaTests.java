package io.claimflow.spring.mfa;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.claimflow.Failure;
import io.claimflow.Outcome;
import io.claimflow.spring.run.WorkflowRun;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for sign-ins to a server whose every rule asks for a password and a one-time
 * token.
 */
class MfaTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static final String SKIP = "setEnforcementPolicy('skip');";

	private static final String REQUIRED = "setEnforcementPolicy('required');";

	private static MfaServer server;

	@BeforeAll
	static void start() {
		server = MfaServer.start(MfaServer.TwoFactors.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static void assertSecondFactorIsAskedFor(Response response) {
		assertThat(response.location()).contains("/login", "factor.type=ott");
	}

	@Test
	void withoutAWorkflowTheApplicationsTwoFactorsAreNeeded() {
		server.withoutWorkflow();
		Browser browser = server.browserWithPassword();
		assertSecondFactorIsAskedFor(browser.authorize(CLIENT));
		server.giveOneTimeToken(browser);
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
		assertThat(server.runs()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", REQUIRED, SKIP + REQUIRED })
	void whatIsNotSkippedIsNeeded(String body) {
		server.workflow(body);
		Browser browser = server.browserWithPassword();
		assertSecondFactorIsAskedFor(browser.get("/home"));
		assertSecondFactorIsAskedFor(browser.authorize(CLIENT));
		server.giveOneTimeToken(browser);
		assertThat(browser.get("/home").status()).isEqualTo(200);
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
		assertThat(server.runs()).hasSize(1);
	}

	@Test
	void aSkippedFactorIsNotNeededAndTheWorkflowRunsOncePerSignIn() {
		server.workflow(REQUIRED + SKIP);
		Browser browser = server.browser();
		browser.authorize(CLIENT);
		Response signedIn = browser.signIn();
		assertThat(browser.get(signedIn.location()).location()).startsWith(AuthServer.REDIRECT_URI).contains("code=");
		assertThat(browser.get("/home").body()).isEqualTo("a page");
		assertThat(browser.get("/home").status()).isEqualTo(200);
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
		assertThat(server.runs()).hasSize(1);
	}

	@Test
	void aSecondFactorOfASignInUnderWayIsThatOfTheDeploymentThatItBeganWith() {
		server.server().user("accessTokenCustomClaims<any>().version = 'old';");
		server.workflow(REQUIRED);
		Browser browser = server.browserWithPassword();
		assertSecondFactorIsAskedFor(browser.authorize(CLIENT));
		server.server().user("accessTokenCustomClaims<any>().version = 'new';");
		server.giveOneTimeToken(browser);
		String code = browser.authorize(CLIENT).location().replaceFirst(".*[?&]code=([^&]+).*", "$1");
		assertThat(server.server().redeem(CLIENT, code).accessTokenClaims()).containsEntry("version", "old");
	}

	@Test
	void theTokensOfASignInWithoutSecondFactorAreIssued() {
		server.workflow(SKIP);
		String code = server.server().authorizationCode(CLIENT, "openid");
		assertThat(server.server().redeem(CLIENT, code).idTokenClaims()).containsEntry("sub",
				AuthServerConfiguration.USER);
	}

	@Test
	void requestsAtTheSameTimeRunTheWorkflowOnce() {
		server.workflow("let n = 0; for (let i = 0; i < 200000; i++) n += i;" + SKIP);
		Browser browser = server.browserWithPassword();
		List<CompletableFuture<Response>> responses = IntStream.range(0, 8)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> browser.get("/home")))
			.toList();
		assertThat(responses).allSatisfy((response) -> assertThat(response.join().status()).isEqualTo(200));
		assertThat(server.runs()).hasSize(1);
	}

	@Test
	void aNewSignInAsksAgain() {
		server.workflow(SKIP);
		Browser browser = server.browserWithPassword();
		assertThat(browser.get("/home").status()).isEqualTo(200);
		server.workflow(REQUIRED);
		assertThat(browser.get("/home").status()).isEqualTo(200);
		assertThat(server.runs()).isEmpty();
		browser.signIn();
		assertSecondFactorIsAskedFor(browser.get("/home"));
		assertThat(server.runs()).hasSize(1);
		server.workflow(SKIP);
		browser.post("/logout");
		browser.signIn();
		assertThat(browser.get("/home").status()).isEqualTo(200);
		assertThat(server.runs()).hasSize(1);
		assertSecondFactorIsAskedForInAnotherSession();
	}

	private static void assertSecondFactorIsAskedForInAnotherSession() {
		server.workflow(REQUIRED);
		assertSecondFactorIsAskedFor(server.browserWithPassword().get("/home"));
	}

	@Test
	void theEventTellsOfTheFactorsTheUserAndTheClient() {
		server.workflow("");
		Browser browser = server.browserWithPassword();
		browser.authorize(CLIENT, "org_code", "org_1");
		WorkflowRun run = server.runs().get(0);
		assertThat(run.event().request()).containsEntry("ip", "127.0.0.1")
			.containsEntry("userAgent", "test-agent")
			.extractingByKey("authUrlParams")
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("clientId", CLIENT)
			.containsEntry("orgCode", "org_1");
		assertThat(run.event().context()).isEqualTo(Map.of("domains", Map.of("kindeDomain", server.server().url("")),
				"application", Map.of("clientId", CLIENT), "user", Map.of("id", AuthServerConfiguration.USER), "auth",
				Map.of("connectionId", "password"), "mfa",
				Map.of("policy", "required", "context", "environment", "enabledFactors", List.of("mfa:email"),
						"enabled_factors", List.of("mfa:email"), "isUserRoleExempt", false, "isUserConnectionExempt",
						false)));
	}

	@Test
	void aSignInThatBeginsWithTheTokenWantsThePassword() {
		server.workflow("if (event.context.mfa.enabledFactors[0] === 'mfa:password') " + SKIP);
		Browser browser = server.browser();
		server.giveOneTimeToken(browser);
		assertThat(browser.get("/home").status()).isEqualTo(200);
		assertThat(server.runs()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "stop", "continue" })
	void aFailedRunLeavesBothFactorsNeededAndIsNotRepeated(String failurePolicy) {
		server.workflow(failurePolicy, SKIP + "throw new Error('no longer sure');");
		Browser browser = server.browserWithPassword();
		assertSecondFactorIsAskedFor(browser.get("/home"));
		assertSecondFactorIsAskedFor(browser.authorize(CLIENT));
		server.giveOneTimeToken(browser);
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
		assertThat(server.runs()).singleElement()
			.satisfies((run) -> assertThat(run.outcome().status()).isEqualTo(Outcome.Status.FAILED));
	}

	@Test
	void aRunThatTakesTooLongLeavesBothFactorsNeeded() {
		try (MfaServer slow = new MfaServer(MfaServer.builder(SKIP + "for (;;) {}")
			.property("claimflow.limits.deadline", "300ms")
			.with(MfaServer.TwoFactors.class)
			.start())) {
			Browser browser = slow.browserWithPassword();
			assertSecondFactorIsAskedFor(browser.get("/home"));
			assertSecondFactorIsAskedFor(browser.get("/home"));
			assertThat(slow.runs()).singleElement()
				.satisfies((run) -> assertThat(run.outcome().failure()).map(Failure::kind)
					.contains(Failure.Kind.DEADLINE));
		}
	}

	@Test
	void aDenialGoesToTheApplicationsHandlerAndStands() {
		server.workflow(SKIP + "denyAccess('Not from here'); throw new Error('after');");
		Browser browser = server.browserWithPassword();
		assertThat(browser.get("/home")).isEqualTo(new Response(403, "MfaDeniedException: Not from here", ""));
		assertThat(browser.authorize(CLIENT).status()).isEqualTo(403);
		server.giveOneTimeToken(browser);
		assertThat(browser.get("/home").status()).isEqualTo(403);
		assertThat(browser.authorize(CLIENT).status()).isEqualTo(403);
		assertThat(server.runs()).hasSize(1);
		assertThat(browser.get("/public").status()).isEqualTo(200);
		server.workflow(SKIP);
		browser.signIn();
		assertThat(browser.authorize(CLIENT).status()).isEqualTo(302);
	}

	@Test
	void aDenialIsNoMatterOfGivingBothFactorsFirst() {
		server.workflow("denyAccess('')");
		Browser browser = server.browserWithPassword();
		server.giveOneTimeToken(browser);
		assertThat(browser.get("/home")).isEqualTo(new Response(403, "MfaDeniedException: Access was denied", ""));
		WorkflowRun run = server.runs().get(0);
		assertThat(run.event().context()).extractingByKey("mfa").asString().contains("mfa:email");
		assertThat(run.event().context()).extractingByKey("auth").asString().contains("password");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", SKIP, "denyAccess('no')", "throw new Error('broken')" })
	void clientsAndAnonymousPagesAreNotConcerned(String body) {
		server.workflow(body);
		assertThat(server.server().clientCredentials(CLIENT).status()).isEqualTo(200);
		String token = server.server().clientCredentials(CLIENT).text("access_token");
		assertThat(server.server().introspect(CLIENT, token)).containsEntry("active", true);
		Browser browser = server.browser();
		assertThat(browser.get("/public").status()).isEqualTo(200);
		assertThat(browser.get("/.well-known/openid-configuration").status()).isEqualTo(200);
		assertThat(browser.get("/home").location()).endsWith("/login");
		assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
		assertThat(server.runs()).isEmpty();
	}

	@Test
	void aClientThatIsNotAuthenticatedIsRefused() {
		server.workflow(SKIP);
		assertThat(server.server().post("/oauth2/token", "nobody", "grant_type", "client_credentials").status())
			.isEqualTo(401);
		assertThat(server.browser().get("/oauth2/introspect").status()).isNotEqualTo(200);
	}

	@Test
	void aRememberedUserHasNoFactorToGoOnFrom() {
		server.workflow(SKIP);
		Browser browser = server.browser();
		browser.signIn("remember-me", "on");
		browser.dropCookie("JSESSIONID");
		assertThat(browser.get("/home").location()).contains("/login");
		assertThat(server.runs()).isEmpty();
	}

	@Test
	void whatElseARuleAsksForStands() {
		server.workflow(SKIP);
		Browser browser = server.browserWithPassword();
		assertThat(browser.get("/home").status()).isEqualTo(200);
		assertThat(browser.get("/admin"))
			.isEqualTo(new Response(403, "AuthorizationDeniedException: Access Denied", ""));
	}

}
