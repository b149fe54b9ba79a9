package io.claimflow.spring.console;

import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactWriter;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import io.claimflow.spring.deployment.store.BuiltArtifact;
import io.claimflow.spring.deployment.store.Change;
import io.claimflow.spring.deployment.store.DeploymentSource;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.LiveChange;
import io.claimflow.spring.deployment.store.Provenance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the pages of deployments, and for what is changed there.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeploymentPagesTests {

	private static final String PATH = "/claimflow/console/deployments";

	@TempDir
	static Path directory;

	private static final AtomicInteger calls = new AtomicInteger();

	/** Another system. */
	private static HttpServer other;

	private static ConsoleServer server;

	private static ConsoleUser vera;

	private static ConsoleUser charles;

	@BeforeAll
	static void start() throws Exception {
		other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		other.createContext("/", (call) -> {
			calls.incrementAndGet();
			call.getResponseHeaders().set("Content-Type", "application/json");
			byte[] answer = "{\"from\": \"real\"}".getBytes(StandardCharsets.UTF_8);
			call.sendResponseHeaders(200, answer.length);
			call.getResponseBody().write(answer);
			call.close();
		});
		other.start();
		Map<String, Object> properties = ConsoleServer.properties(directory);
		properties.put("claimflow.console.real-calls", true);
		properties.put("claimflow.fetch.allow", "127.0.0.1");
		properties.put("claimflow.console.comparison-time", "1ns");
		server = ConsoleServer.start(properties);
		vera = new ConsoleUser(server).signedIn("vera");
		charles = new ConsoleUser(server).signedIn("charles");
	}

	@AfterAll
	static void stop() {
		server.close();
		other.stop(0);
	}

	private static DeploymentStore store() {
		return server.bean(DeploymentStore.class);
	}

	/** Stores a project whose one workflow says something. */
	private static long store(String trigger, String text) throws Exception {
		return storeSource("""
				export const workflowSettings = {
				  id: "token", name: "Token", trigger: "%s", failurePolicy: { action: "continue" }
				};
				export default async function () { console.log("%s"); }
				""".formatted(trigger, text), text);
	}

	private static long storeSource(String source, String text) throws Exception {
		Artifact artifact = server.bean(WorkflowEngine.class)
			.build(Project.of("a test", Map.of("kinde.json", "{\"rootDir\": \"kindeSrc\"}",
					"kindeSrc/environment/workflows/tokenWorkflow.ts", source)));
		return store().store(new BuiltArtifact(artifact.digest(), ArtifactWriter.bytes(artifact), true, List.of()),
				new Provenance(DeploymentSource.PUSH, "client:ci", Optional.of("c0ffee"), Optional.of("Ada <ada@x>"),
						Optional.of("Say <script>alert('" + text + "')</script> \u202Eolleh"), Optional.empty()))
			.deployment()
			.number();
	}

	private static HttpResponse<String> makeLive(long number, Map<String, String> fields) throws Exception {
		String page = charles.get(PATH + "/" + number).body();
		return charles.submit(PATH + "/" + number + "/live", page, fields);
	}

	private static String revision() {
		return String.valueOf(store().live().revision());
	}

	@Test
	void whoeverTriesAWorkflowMayHaveItsCallsMadeWhereAnOperatorPermitsIt(CapturedOutput output) throws Exception {
		String url = "http://127.0.0.1:" + other.getAddress().getPort();
		long number = storeSource("""
				export const workflowSettings = {
				  id: "token", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {}, "kinde.fetch": {} }
				};
				export default async function () {
				  const answer = await kinde.fetch("%s/secret?x=1", { method: "GET" });
				  kinde.m2mToken.setCustomClaim("answer", answer.json.from);
				}
				""".formatted(url), "call");
		String form = charles.get("/claimflow/console/try?deployment=" + number).body();
		assertThat(form).contains("name=\"calls\"").doesNotContain("checked");
		Map<String, String> fields = Map.of("deployment", String.valueOf(number), "workflow", "token", "event", "{}",
				"claims", "{\"M2M_TOKEN\": {}}", "status", "200", "answer", "{\"from\": \"stub\"}");

		assertThat(charles.submit("/claimflow/console/try", form, fields).body()).contains(">&quot;stub&quot;<", url);
		assertThat(calls).hasValue(0);

		Map<String, String> real = new HashMap<>(fields);
		real.put("calls", "real");
		assertThat(charles.submit("/claimflow/console/try", form, real).body())
			.contains(">&quot;real&quot;<", url, "checked=\"checked\"")
			.doesNotContain("x=1<");
		assertThat(calls).hasValue(1);
		assertThat(output).contains("TRY by user:charles: the workflow token of deployment " + number,
				"TRY_WITH_CALLS by user:charles: the workflow token of deployment " + number);
	}

	@Test
	void aComparisonEndsWhenItsTimeIsUp() throws Exception {
		server.bean(JdbcClient.class)
			.sql("insert into claimflow_run (run_id, started_at, workflow, trigger_id, deployment, choice, node,"
					+ " user_is_hash, status, duration_us, changed, detail) values ('r', current_timestamp, 'token',"
					+ " 'm2m:token_generation', 1, 'LIVE', 'n', false, 'COMPLETED', 7, '', '{}')")
			.update();

		assertThat(charles
			.submit("/claimflow/console/try/recorded", charles.get(PATH + "/1").body(), Map.of("deployment", "1"))
			.body()).contains("No run was compared within claimflow.console.comparison-time");
	}

	@Test
	void whoMayChangeMakesLiveAndGoesBackAndTheHistorySaysWhy() throws Exception {
		long before = store().live().deployment().orElseThrow();
		long number = store("m2m:token_generation", "live");

		HttpResponse<String> answer = makeLive(number, Map.of("reason", "It <b>has</b> to be", "revision", revision()));

		assertThat(answer.statusCode()).isEqualTo(303);
		assertThat(store().live().deployment()).hasValue(number);
		LiveChange change = store().history(1, OptionalLong.empty()).get(0);
		assertThat(change.by()).isEqualTo("user:charles");
		assertThat(change.reason()).isEqualTo("It <b>has</b> to be");
		assertThat(vera.get(PATH + "/history").body()).contains("user:charles", "It &lt;b&gt;has&lt;/b&gt; to be")
			.doesNotContain("<b>has");

		String list = charles.get(PATH).body();
		assertThat(charles
			.submit(PATH + "/rollback", list, Map.of("reason", "no", "revision", revision(), "confirm", "true"))
			.statusCode()).isEqualTo(303);
		assertThat(store().history(1, OptionalLong.empty()).get(0).kind()).isEqualTo(LiveChange.Kind.ROLLED_BACK);
		store().makeLive(before, Change.by("a test", "").confirm());
	}

	@Test
	void nothingChangesWithoutAReasonOrAfterSomebodyElse() throws Exception {
		long number = store("m2m:token_generation", "stale");
		String revision = revision();

		HttpResponse<String> answer = makeLive(number, Map.of("reason", " ", "revision", revision));
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.body()).contains("There is no reason");

		store().deactivate("token", Change.by("somebody", "else").confirm());
		store().activate("token", Change.by("somebody", "else").confirm());
		answer = makeLive(number, Map.of("reason", "mine", "revision", revision));
		assertThat(answer.statusCode()).isEqualTo(409);
		assertThat(answer.body()).contains("Somebody was faster");
		assertThat(store().live().deployment()).isNotEqualTo(OptionalLong.of(number));
	}

	@Test
	void whatHasConsequencesIsAskedOnceMore() throws Exception {
		long number = store("user:tokens_generation", "elsewhere");

		HttpResponse<String> answer = makeLive(number, Map.of("reason", "move", "revision", revision()));

		assertThat(answer.statusCode()).isEqualTo(409);
		assertThat(answer.body()).contains("This has consequences", "runs no more",
				"would not run at m2m:token_generation any more", "name=\"reason\" value=\"move\"");
		assertThat(store().live().deployment()).isNotEqualTo(OptionalLong.of(number));
		long before = store().live().deployment().orElseThrow();
		assertThat(charles
			.submit(PATH + "/" + number + "/live", answer.body(),
					Map.of("reason", "move", "revision", revision(), "confirm", "true"))
			.statusCode()).isEqualTo(303);
		assertThat(store().live().deployment()).hasValue(number);
		store().makeLive(before, Change.by("a test", "").confirm());
	}

	@Test
	void aPageShowsWhatDiffersAndNoFormToWhoMayViewAlone() throws Exception {
		long number = store("m2m:token_generation", "</td><script>alert(1)</script>");

		String page = vera.get(PATH + "/" + number).body();

		assertThat(page)
			.contains("c0ffee", "Ada &lt;ada@x&gt;", "failurePolicy", "continue",
					"console.log(&quot;&lt;/td&gt;&lt;script&gt;alert(1)", "\\u{202e}olleh")
			.doesNotContain("<script>alert", "<form", "\u202E");
		assertThat(charles.get(PATH + "/" + number).body()).contains("<form");
		assertThat(vera.get(PATH).body()).contains("/claimflow/console/deployments/" + number).doesNotContain("<form");
	}

	@Test
	void aPreviewIsShownOnce() throws Exception {
		long number = store("m2m:token_generation", "preview");
		String page = charles.get(PATH + "/" + number).body();

		HttpResponse<String> made = charles.submit(PATH + "/" + number + "/preview", page,
				Map.of("client", "c", "user", "", "minutes", "5", "reason", "try"));

		assertThat(made.statusCode()).isEqualTo(201);
		assertThat(made.body()).contains("claimflow_preview=", "deploy_id=" + number);
		assertThat(charles
			.submit(PATH + "/" + number + "/preview", page, Map.of("client", "", "minutes", "5", "reason", "try"))
			.body()).contains("This cannot be taken");
		assertThat(charles
			.submit(PATH + "/" + number + "/preview", page, Map.of("client", "c", "minutes", "1e9", "reason", "try"))
			.statusCode()).isEqualTo(400);
	}

	@Test
	void previewsAreListedAndRevokedWithAReason() throws Exception {
		long number = store("m2m:token_generation", "revoked");
		String list = PATH + "/previews";
		long preview = store().preview(number, "<i>c", Optional.of("ada"), Optional.empty(), "user:somebody", "a look")
			.preview()
			.number();
		assertThat(vera.get(list).body())
			.contains("&lt;i&gt;c", "ada", "user:somebody", "a look", ">open<",
					"/claimflow/console/deployments/" + number)
			.doesNotContain("<form", "<i>c");

		String page = charles.get(list).body();
		assertThat(charles.submit(list + "/" + preview + "/revoke", page, Map.of("reason", " ")).statusCode())
			.isEqualTo(400);
		assertThat(vera
			.post(list + "/" + preview + "/revoke", ConsoleUser.token(vera.get("/claimflow/console/form").body()),
					Map.of("reason", "no"))
			.statusCode()).isEqualTo(403);
		assertThat(store().previews(1, OptionalLong.empty()).get(0).revocation()).isEmpty();
		assertThat(charles.submit(list + "/" + preview + "/revoke", page, Map.of("reason", "enough")).statusCode())
			.isEqualTo(303);

		assertThat(store().previews(1, OptionalLong.empty()).get(0).revocation())
			.hasValueSatisfying((end) -> assertThat(end.by()).isEqualTo("user:charles"));
		assertThat(vera.get(list).body()).contains(">revoked<", "Revoked by user:charles", "enough");
		assertThat(charles.submit(list + "/4711/revoke", page, Map.of("reason", "x")).body())
			.contains("There is no such preview");
	}

	@Test
	void whatIsNotThereIsSaidSo() throws Exception {
		for (String number : new String[] { "4711", "0", "-1", "99999999999999999999", "abc", "%3Cb%3E" }) {
			HttpResponse<String> page = vera.get(PATH + "/" + number);
			assertThat(page.statusCode()).isEqualTo(404);
			assertThat(page.body()).contains("There is no such deployment");
		}
		assertThat(vera.get(PATH + "?below=abc").statusCode()).isEqualTo(404);
	}

	@Test
	void aWorkflowIsDeactivatedAndActivated() throws Exception {
		String page = charles.get("/claimflow/console/workflows/one?id=token").body();
		assertThat(page).contains("m2m:token_generation", "kinde.m2mToken", "setCustomClaim", "Machine &lt;b&gt;token");

		HttpResponse<String> asked = charles.submit("/claimflow/console/activation", page,
				Map.of("workflow", "token", "active", "false", "reason", "broken", "revision", revision()));
		assertThat(asked.statusCode()).isEqualTo(409);
		charles.submit("/claimflow/console/activation", asked.body(), Map.of("workflow", "token", "active", "false",
				"reason", "broken", "revision", revision(), "confirm", "true"));
		assertThat(store().live().deactivated()).containsExactly("token");
		assertThat(vera.get("/claimflow/console/workflows").body()).contains("deactivated");

		charles.submit("/claimflow/console/activation", page,
				Map.of("workflow", "token", "active", "true", "reason", "mended", "revision", revision()));
		assertThat(store().live().deactivated()).isEmpty();
		assertThat(vera.get("/claimflow/console/workflows/one?id=%3Cb%3E").statusCode()).isEqualTo(404);
	}

	@Test
	void whoMayOnlyViewTakesNoPlaceOfADeploymentThatSignInsGoOnWith(CapturedOutput output) throws Exception {
		long number = store("m2m:token_generation", "looked at");
		String loaded = "Deployment " + number + " is loaded";

		assertThat(vera.get(source(number)).body()).contains("looked at");
		assertThat(vera.get("/claimflow/console/try?deployment=" + number).statusCode()).isEqualTo(200);
		assertThat(output).doesNotContain(loaded);

		assertThat(charles.get("/claimflow/console/try?deployment=" + number).statusCode()).isEqualTo(200);
		assertThat(output).contains(loaded);
	}

	@Test
	void aRowThatWasTamperedWithIsSaidToBeOne() throws Exception {
		long number = store("m2m:token_generation", "tampered with");
		server.bean(JdbcClient.class)
			.sql("update claimflow_deployment set author = 'somebody else' where number = ?")
			.param(number)
			.update();

		HttpResponse<String> answer = vera.get(source(number));

		assertThat(answer.statusCode()).isEqualTo(409);
		assertThat(answer.body()).contains("This was changed from outside");
	}

	private static String source(long number) {
		return "/claimflow/console/runs/source?file=kindeSrc/environment/workflows/tokenWorkflow.ts&deployment="
				+ number;
	}

}
