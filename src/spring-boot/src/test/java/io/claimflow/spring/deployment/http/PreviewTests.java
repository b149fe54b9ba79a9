package io.claimflow.spring.deployment.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

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
import io.claimflow.spring.server.EveryEndpoint;
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
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** Deployments that are tried before they are live, or never are. */
@ExtendWith(OutputCaptureExtension.class)
class PreviewTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

	private static final Pattern STATE = Pattern.compile("name=\"state\" value=\"([^\"]+)\"");

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
			.with(EveryEndpoint.class, RecordedRuns.class));
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
		return parameters(make("{\"client\": \"" + CLIENT + "\"" + more + "}"));
	}

	private static String[] parameters(Answer answer) {
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
		assertThat(output).contains("of deployment " + number + " for the client jwt until")
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

	/** A request that the client has pushed, with the identifiers that stand for it. */
	private static String[] pushed(String[] preview) {
		List<String> parameters = new ArrayList<>(List.of("client_id", CLIENT, "response_type", "code", "scope",
				"openid read", "redirect_uri", AuthServer.REDIRECT_URI, "state", "pushed"));
		parameters.addAll(List.of(preview));
		Response pushed = server.auth().post("/oauth2/par", CLIENT, parameters.toArray(String[]::new));
		assertThat(pushed.status()).as("%s", pushed).isEqualTo(201);
		return new String[] { "client_id", CLIENT, "request_uri", pushed.text("request_uri") };
	}

	private static String query(String... parameters) {
		StringBuilder query = new StringBuilder("/oauth2/authorize");
		for (int i = 0; i < parameters.length; i += 2) {
			query.append((i == 0) ? '?' : '&')
				.append(parameters[i])
				.append('=')
				.append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
		}
		return query.toString();
	}

	@Test
	void aRequestThatWasPushedWithAPreviewRunsItFromTheSignInToTheCode() {
		String[] request = pushed(preview(""));
		runs();
		Browser browser = browser();
		assertThat(browser.get(query(request)).location()).endsWith("/login");
		assertThat(version(server.auth().redeem(CLIENT, code(browser.get(browser.signIn().location())))))
			.isEqualTo("tomorrow");
		assertThat(runs()).extracting((run) -> run.workflow().trigger(), WorkflowRun::preview)
			.containsExactly(tuple(Trigger.POST_AUTHENTICATION, true), tuple(Trigger.USER_TOKENS_GENERATION, true));
		assertThat(version(server.auth().redeem(CLIENT, code(browser.get(query(pushed(new String[0])))))))
			.isEqualTo("folder");
	}

	@Test
	void aRequestIsNotPushedWithWhatIsNotItsPreview() {
		String[] stranger = parameters(make("{\"client\": \"stranger\"}"));
		assertThat(server.auth()
			.post("/oauth2/par", CLIENT, "client_id", CLIENT, "response_type", "code", stranger[0], stranger[1])
			.text("error")).isEqualTo("invalid_request");
	}

	private static Response toConsentPage(Browser browser, String client, Answer preview) {
		browser.authorize(client, parameters(preview));
		return browser.get(browser.signIn().location());
	}

	private static Response consent(Browser browser, String client, Response page) {
		Matcher state = STATE.matcher(page.body());
		assertThat(state.find()).as("%s", page).isTrue();
		return browser.post("/oauth2/authorize", "client_id", client, "state", state.group(1), "scope", "read");
	}

	@Test
	void aPreviewGoesOnBeyondThePageThatAsksForConsent() {
		Answer made = make("{\"client\": \"asking\"}");
		Browser browser = browser();
		Response page = toConsentPage(browser, PushServer.ASKING, made);
		assertThat(version(server.auth().redeem(PushServer.ASKING, code(consent(browser, PushServer.ASKING, page)))))
			.isEqualTo("tomorrow");
	}

	@Test
	void nothingComesOfConsentToAPreviewThatWasRevokedMeanwhile() {
		Answer made = make("{\"client\": \"asking-too\"}");
		Browser browser = browser();
		Response page = toConsentPage(browser, PushServer.ASKING_TOO, made);
		revoke(made, "");
		assertThat(consent(browser, PushServer.ASKING_TOO, page).status()).isEqualTo(400);
	}

	@Test
	void aDeviceHasNoPreviewNorOneOfTheSessionThatApprovesIt() {
		String[] preview = preview("");
		Response refused = server.auth().post("/oauth2/device_authorization", CLIENT, preview);
		assertThat(refused.text("error")).isEqualTo("invalid_request");
		Response device = server.auth().post("/oauth2/device_authorization", CLIENT, "scope", "read");
		Browser browser = browser();
		browser.authorize(CLIENT, preview);
		browser.signIn();
		String verification = "/oauth2/device_verification?user_code=" + device.text("user_code");
		Matcher state = STATE.matcher(browser.get(verification).body());
		if (state.find()) {
			browser.post("/oauth2/device_verification", "client_id", CLIENT, "state", state.group(1), "user_code",
					device.text("user_code"), "scope", "read");
		}
		assertThat(version(server.auth().redeemDevice(CLIENT, device.text("device_code")))).isEqualTo("folder");
	}

	private static Answer revoke(Answer made, String query) {
		return server.send("DELETE", "/claimflow/previews/" + made.json().path("preview").asLong() + query, null,
				Map.of());
	}

	@Test
	void aPreviewThatIsRevokedIsOverForWhatHasBegunWithItToo(CapturedOutput output) {
		Answer made = make("{\"client\": \"jwt\"}");
		String[] preview = parameters(made);
		Browser browser = browser();
		browser.authorize(CLIENT, preview);
		String code = code(browser.get(browser.signIn().location()));
		Browser begun = browser();
		begun.authorize(CLIENT, preview);
		assertThat(version(server.auth().clientCredentials(CLIENT, preview))).isEqualTo("tomorrow");
		Answer revoked = revoke(made, "?reason=wrong+version");
		assertThat(revoked.json().path("revoked").path("reason").asString()).isEqualTo("wrong version");
		assertThat(revoke(made, "?reason=again").json()).isEqualTo(revoked.json());
		assertThat(version(server.auth().clientCredentials(CLIENT, preview))).isEqualTo("invalid_request");
		assertThat(browser.authorize(CLIENT, preview).body()).contains("The preview was revoked");
		assertThat(version(server.auth().redeem(CLIENT, code))).isEqualTo("invalid_request");
		assertThat(begun.signIn().location()).endsWith("/login?error");
		assertThat(output).contains("Preview " + made.json().path("preview").asLong() + " of deployment " + number
				+ " is revoked, by client:deployer");
	}

	@Test
	void theHistorySaysWhoMadeAPreviewForWhomAndWhy() {
		make("{\"client\": \"jwt\"}");
		Answer made = make("{\"client\": \"jwt\", \"user\": \"ada\", \"reason\": \"a look\\nat it\"}");
		JsonNode listed = server.get("/claimflow/previews?limit=1").json();
		assertThat(listed).hasSize(1);
		JsonNode row = listed.get(0);
		for (String name : List.of("preview", "deployment", "digest", "client", "user", "expiresAt")) {
			assertThat(row.path(name)).as(name).isEqualTo(made.json().path(name));
		}
		assertThat(row.path("by").asString()).isEqualTo("client:deployer");
		assertThat(row.path("reason").asString()).isEqualTo("a look at it");
		assertThat(row.has("token")).isFalse();
		JsonNode older = server.get("/claimflow/previews?limit=1&below=" + row.path("preview").asLong()).json();
		assertThat(older.get(0).path("preview").asLong()).isEqualTo(row.path("preview").asLong() - 1);
	}

	@Test
	void onlyWhoMayDeployRevokesOneThatIsThere() {
		Answer made = make("{\"client\": \"jwt\"}");
		String path = "/claimflow/previews/" + made.json().path("preview").asLong();
		assertThat(server.send(server.token(DeploymentScopes.READ), "DELETE", path, null, Map.of()).status())
			.isEqualTo(403);
		assertThat(server.send("DELETE", "/claimflow/previews/999999", null, Map.of()).status()).isEqualTo(404);
		assertThat(version(server.auth().clientCredentials(CLIENT, parameters(made)))).isEqualTo("tomorrow");
	}

	/** Whoever can write to the table ends previews, and makes and prolongs none. */
	@ParameterizedTest
	@ValueSource(strings = { "delete from claimflow_preview where number = ?",
			"update claimflow_preview set revoked_by = null, revoked_at = null, revocation = null where number = ?" })
	void aRowThatWasChangedIsNoPreview(String statement) {
		Answer made = make("{\"client\": \"jwt\"}");
		revoke(made, "");
		JdbcClient.create(server.auth().context().getBean(DataSource.class))
			.sql(statement)
			.param(made.json().path("preview").asLong())
			.update();
		assertThat(version(server.auth().clientCredentials(CLIENT, parameters(made)))).isEqualTo("invalid_request");
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
