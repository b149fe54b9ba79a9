package io.claimflow.spring.deployment.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.Problem;
import io.claimflow.Trigger;
import io.claimflow.spring.deployment.http.PushServer.Answer;
import io.claimflow.spring.deployment.store.DeploymentSource;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.Provenance;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** Deployments that are tried before they are live, or never are. */
@ExtendWith(OutputCaptureExtension.class)
class PreviewTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

	private static final String SIGN_IN = """
			export const workflowSettings = { id: "sign-in", trigger: "user:post_authentication" };
			export default async function () {}
			""";

	private static final String USER = "accessTokenCustomClaims<any>().version = '%s';";

	private static PushServer server;

	/** The number of a deployment that is not live. */
	private static long number;

	@BeforeAll
	static void start() {
		server = PushServer.start((builder) -> builder.user(USER.formatted("folder"))
			.property("claimflow.deployments.preview-lifetime", "2h")
			.property("logging.level.io.claimflow.spring.deployment", "info")
			.with(RecordedRuns.class));
		String workflows = "kindeSrc/environment/workflows/";
		number = server.push(PushServer.zip(Map.of("kinde.json",
				"{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\" }", workflows + "m2mWorkflow.ts",
				AuthServer.Builder.source("m2m", "m2m:token_generation", PushServer.body("tomorrow")),
				workflows + "userWorkflow.ts",
				AuthServer.Builder.source("user", "user:tokens_generation", USER.formatted("tomorrow")),
				workflows + "signInWorkflow.ts", SIGN_IN)))
			.number();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Answer make(String body) {
		return server.json("POST", "/claimflow/deployments/" + number + "/previews", body);
	}

	/** The parameters of a preview for the client, as names and values. */
	private static String[] preview(String more) {
		Answer answer = make("{\"client\": \"" + CLIENT + "\"" + more + "}");
		assertThat(answer.status()).as(answer.text()).isEqualTo(201);
		List<String> parameters = new ArrayList<>();
		for (String pair : answer.json().path("parameters").asString().split("&")) {
			parameters.add(pair.replaceFirst("=.*", ""));
			parameters.add(URLDecoder.decode(pair.replaceFirst(".*?=", ""), StandardCharsets.UTF_8));
		}
		return parameters.toArray(String[]::new);
	}

	private static List<WorkflowRun> runs() {
		return server.auth().context().getBean(RecordedRuns.class).take();
	}

	private static Object version(Response tokens) {
		return (tokens.status() == 200) ? tokens.accessTokenClaims().get("version") : tokens.text("error");
	}

	private static String code(Response response) {
		Matcher code = CODE.matcher(response.location());
		assertThat(code.find()).as("%s", response).isTrue();
		return code.group(1);
	}

	private static Browser browser() {
		return new Browser(server.auth());
	}

	@Test
	void aBrowserThatAsksForItRunsTheDeploymentFromTheSignInToTheCode() {
		String[] preview = preview("");
		runs();
		Browser browser = browser();
		assertThat(browser.authorize(CLIENT, preview).location()).endsWith("/login");
		Browser other = browser();
		other.signIn();
		assertThat(version(server.auth().redeem(CLIENT, code(other.authorize(CLIENT))))).isEqualTo("folder");
		assertThat(runs()).allSatisfy((run) -> assertThat(run.preview()).isFalse());
		Response tokens = server.auth().redeem(CLIENT, code(browser.get(browser.signIn().location())));
		assertThat(version(tokens)).isEqualTo("tomorrow");
		assertThat(runs()).extracting((run) -> run.workflow().trigger(), WorkflowRun::deployment, WorkflowRun::preview)
			.containsExactly(tuple(Trigger.POST_AUTHENTICATION, number, true),
					tuple(Trigger.USER_TOKENS_GENERATION, number, true));
		assertThat(version(server.auth().refresh(CLIENT, tokens.text("refresh_token")))).isEqualTo("folder");
		assertThat(version(server.auth().redeem(CLIENT, code(browser.authorize(CLIENT))))).isEqualTo("folder");
		assertThat(server.version()).isEqualTo("folder");
	}

	@Test
	void aBrowserThatAsksForSomethingElseMeanwhileRunsWhatIsLive() {
		Browser browser = browser();
		browser.authorize(CLIENT, preview(""));
		browser.authorize(CLIENT);
		runs();
		assertThat(version(server.auth().redeem(CLIENT, code(browser.get(browser.signIn().location())))))
			.isEqualTo("folder");
		assertThat(runs()).extracting(WorkflowRun::preview).containsExactly(false);
	}

	@Test
	void machinesAskForItAtTheTokenEndpoint(CapturedOutput output) {
		String[] preview = preview("");
		assertThat(version(server.auth().clientCredentials(CLIENT, preview))).isEqualTo("tomorrow");
		assertThat(version(server.auth().clientCredentials(CLIENT, "deploy_id", String.valueOf(number))))
			.isEqualTo("folder");
		assertThat(output).contains("A preview of deployment " + number + " for the client jwt until")
			.contains("by client:deployer")
			.doesNotContain(preview[1]);
	}

	@ParameterizedTest
	@ValueSource(strings = { "changed", "of another client", "of another deployment", "twice", "nothing" })
	void whatIsNotAPreviewOfTheRequestIsRefused(String kind) {
		List<String> parameters = new ArrayList<>(List.of(preview("")));
		switch (kind) {
			case "changed" -> parameters.set(1, "x" + parameters.get(1));
			case "of another client" ->
				parameters.set(1, make("{\"client\": \"stranger\"}").json().path("token").asString());
			case "of another deployment" -> parameters.addAll(List.of("workflow_deployment_id", "1"));
			case "twice" -> parameters.addAll(parameters.subList(0, 2));
			default -> parameters.set(1, "");
		}
		String[] sent = parameters.toArray(String[]::new);
		Browser browser = browser();
		Response page = browser.authorize(CLIENT, sent);
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.body()).startsWith("[invalid_request] ");
		assertThat(version(server.auth().clientCredentials(CLIENT, sent))).isEqualTo("invalid_request");
	}

	@Test
	void aPreviewThatHasExpiredIsRefused() {
		String[] preview = preview(", \"expires_in\": 1");
		await().until(() -> version(server.auth().clientCredentials(CLIENT, preview)), "invalid_request"::equals);
		assertThat(browser().authorize(CLIENT, preview).status()).isEqualTo(400);
	}

	@Test
	void aPreviewForOneUserIsForNobodyElse() {
		String[] stranger = preview(", \"user\": \"somebody-else\"");
		Browser browser = browser();
		browser.authorize(CLIENT, stranger);
		assertThat(browser.signIn().location()).endsWith("/login?error");
		browser.authorize(CLIENT);
		browser.signIn();
		assertThat(browser.authorize(CLIENT, stranger).status()).isEqualTo(400);
		assertThat(version(server.auth().clientCredentials(CLIENT, stranger))).isEqualTo("invalid_request");
		String[] own = preview(", \"user\": \"" + AuthServerConfiguration.USER + "\"");
		assertThat(version(server.auth().redeem(CLIENT, code(browser.authorize(CLIENT, own))))).isEqualTo("tomorrow");
	}

	@Test
	void otherGrantsHaveNoPreview() {
		String code = server.auth().authorizationCode(CLIENT, "openid read");
		assertThat(version(server.auth().redeem(CLIENT, code, preview("")))).isEqualTo("invalid_request");
	}

	@Test
	void aDeploymentThatCannotRunIsNotPreviewed() {
		long refused = server.auth()
			.context()
			.getBean(DeploymentStore.class)
			.storeRefused("refused", List.of(new Problem(null, "It is broken", "Mend it.", null)),
					Provenance.of(DeploymentSource.PUSH, "ci"))
			.deployment()
			.number();
		String path = "/claimflow/deployments/%d/previews";
		assertThat(server.json("POST", path.formatted(refused), "{\"client\": \"jwt\"}").status()).isEqualTo(422);
		assertThat(server.json("POST", path.formatted(999), "{\"client\": \"jwt\"}").status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"client\": 1}", "{\"client\": \"\"}", "{\"client\": \"jwt\", \"user\": 1}",
			"{\"client\": \"jwt\", \"expires_in\": 0}", "{\"client\": \"jwt\", \"expires_in\": 7201}",
			"{\"client\": \"jwt\", \"expires_in\": \"1\"}" })
	void whatCannotBeUnderstoodMakesNone(String body) {
		assertThat(make(body).status()).isEqualTo(400);
	}

	@Test
	void onlyWhoMayDeployMakesOne() {
		JsonNode made = make("{\"client\": \"jwt\"}").json();
		assertThat(made.path("deployment").asLong()).isEqualTo(number);
		assertThat(server
			.send(server.token(DeploymentScopes.READ), "POST", "/claimflow/deployments/" + number + "/previews",
					"{\"client\": \"jwt\"}".getBytes(StandardCharsets.UTF_8),
					Map.of("Content-Type", "application/json"))
			.status()).isEqualTo(403);
	}

}
