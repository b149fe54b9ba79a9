package io.claimflow.spring.deployment;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.Trigger;
import io.claimflow.spring.run.WorkflowRun;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import io.claimflow.spring.server.EveryEndpoint;
import io.claimflow.spring.server.RecordedRuns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for authorizations under way while what is live changes: each ends with the
 * deployment that it began with.
 */
class OneDeploymentTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

	private static AuthServer server;

	@BeforeAll
	static void start() {
		server = AuthServer.builder()
			.write("kindeSrc/environment/workflows/passwordWorkflow.ts", source("user:existing_password_provided"))
			.write("kindeSrc/environment/workflows/signInWorkflow.ts", source("user:post_authentication"))
			.user(version("first"))
			.property("claimflow.deployments.held", 2)
			.with(EveryEndpoint.class, RecordedRuns.class)
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void beginWithTheOld() {
		server.user(version("old"));
		runs();
	}

	private static String source(String trigger) {
		return "export const workflowSettings = { id: \"%1$s\", trigger: \"%1$s\" };\n".formatted(trigger)
				+ "export default async function () {}\n";
	}

	private static String version(String version) {
		return "accessTokenCustomClaims<any>().version = \"" + version + "\";";
	}

	private static List<WorkflowRun> runs() {
		return server.context().getBean(RecordedRuns.class).take();
	}

	private static long number() {
		return server.context().getBean(Deployments.class).live().orElseThrow().number();
	}

	private static Object version(Response tokens) {
		return tokens.accessTokenClaims().get("version");
	}

	private static String code(Response response) {
		Matcher code = CODE.matcher(response.location());
		assertThat(code.find()).as("%s", response).isTrue();
		return code.group(1);
	}

	@Test
	void aCodeIsRedeemedWithWhatWasLiveAndARefreshBeginsAnew() {
		String code = server.authorizationCode(CLIENT, "openid read");
		server.user(version("new"));
		Response tokens = server.redeem(CLIENT, code);
		assertThat(version(tokens)).isEqualTo("old");
		assertThat(version(server.refresh(CLIENT, tokens.text("refresh_token")))).isEqualTo("new");
		assertThat(version(server.redeem(CLIENT, server.authorizationCode(CLIENT, "openid read")))).isEqualTo("new");
	}

	@Test
	void aSignInUnderWayEndsWithWhatItBeganWith() {
		long old = number();
		Browser browser = new Browser(server);
		browser.authorize(CLIENT);
		browser.signIn();
		server.user(version("new"));
		String code = code(browser.authorize(CLIENT));
		server.user(version("newer"));
		assertThat(version(server.redeem(CLIENT, code))).isEqualTo("old");
		assertThat(runs()).hasSize(3).allSatisfy((run) -> assertThat(run.deployment()).isEqualTo(old));
		assertThat(version(server.redeem(CLIENT, code(browser.authorize(CLIENT))))).isEqualTo("newer");
	}

	@Test
	void aNewTryBeginsWithWhatIsLiveThen() {
		Browser browser = new Browser(server);
		browser.post("/login", "username", AuthServerConfiguration.USER, "password", "wrong");
		server.user(version("new"));
		browser.signIn();
		assertThat(version(server.redeem(CLIENT, code(browser.authorize(CLIENT))))).isEqualTo("new");
		long now = number();
		assertThat(runs()).extracting((run) -> run.workflow().trigger(), (run) -> run.deployment() == now)
			.containsExactly(tuple(Trigger.EXISTING_PASSWORD_PROVIDED, false),
					tuple(Trigger.EXISTING_PASSWORD_PROVIDED, true), tuple(Trigger.POST_AUTHENTICATION, true),
					tuple(Trigger.USER_TOKENS_GENERATION, true));
	}

	@Test
	void aDeviceCodeIsRedeemedWithWhatWasLiveAtTheSignIn() {
		String device = server.deviceCode(CLIENT, "read");
		server.user(version("new"));
		assertThat(version(server.redeemDevice(CLIENT, device))).isEqualTo("old");
	}

	@Test
	void machinesAndExchangesRunWhatIsLive() {
		Response tokens = server.redeem(CLIENT, server.authorizationCode(CLIENT, "openid read"));
		server.user(version("new"));
		assertThat(version(server.tokenExchange(CLIENT, tokens.text("access_token")))).isEqualTo("new");
	}

	/** Nothing can load it again without a store. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void asManyAreHeldAsThePropertySays(int later) {
		String code = server.authorizationCode(CLIENT, "openid read");
		for (int i = 1; i <= later; i++) {
			server.user(version("later " + i));
		}
		assertThat(version(server.redeem(CLIENT, code))).isEqualTo((later <= 2) ? "old" : "later 3");
	}

	@Test
	void aWorkflowThatIsDeactivatedRunsForNobody() {
		Deployments deployments = server.context().getBean(Deployments.class);
		String code = server.authorizationCode(CLIENT, "openid read");
		server.user(version("new"));
		deployments.deactivate(Set.of("user"));
		assertThat(version(server.redeem(CLIENT, code))).isNull();
	}

	@Test
	void withoutHoldEachStepOfASignInRunsWhatIsLive() {
		try (AuthServer without = AuthServer.builder()
			.write("kindeSrc/environment/workflows/signInWorkflow.ts", source("user:post_authentication"))
			.user(version("old"))
			.property("claimflow.deployments.hold", "0s")
			.start()) {
			Browser browser = new Browser(without);
			browser.signIn();
			without.user(version("new"));
			String code = code(browser.authorize(CLIENT));
			without.user(version("newer"));
			assertThat(version(without.redeem(CLIENT, code))).isEqualTo("new");
		}
	}

}
