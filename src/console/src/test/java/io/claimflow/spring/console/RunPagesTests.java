package io.claimflow.spring.console;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactWriter;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import io.claimflow.spring.deployment.store.BuiltArtifact;
import io.claimflow.spring.deployment.store.DeploymentSource;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.Provenance;
import io.claimflow.spring.runlog.RunAccessEvent;
import io.claimflow.spring.runlog.RunFilter;
import io.claimflow.spring.runlog.RunStore;
import io.claimflow.spring.runlog.StoredRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the pages of runs: what they say, to whom, and what they make of what others
 * have written.
 */
class RunPagesTests {

	@TempDir
	static Path directory;

	private static Map<String, Object> properties;

	private static ConsoleServer server;

	private static ConsoleUser vera;

	private static ConsoleUser charles;

	private static String run;

	@BeforeAll
	static void start() throws Exception {
		properties = ConsoleServer.properties(directory);
		Files.writeString(directory.resolve("kindeSrc/environment/workflows/tokenWorkflow.ts"),
				"""
						import { m2mTokenClaims, denyAccess } from "@kinde/infrastructure";
						export const workflowSettings = {
						  id: "token", name: "Machine token", trigger: "m2m:token_generation", failurePolicy: { action: "stop" },
						  bindings: { "kinde.m2mToken": {}, "kinde.auth": {}, "kinde.env": {} }
						};
						export default async function (event: any) {
						  const claims = m2mTokenClaims<any>();
						  console.log("\\u202Egnp.exe <img src=x onerror=alert(1)> \\uD800 " + "x".repeat(9000));
						  claims["<b>plan</b>"] = "value-" + (event.context.application.clientId ?? "none");
						  claims.sub = "someone else";
						  if (event.request.auth.scope?.includes("fail")) throw new Error("<script>alert(2)</script>");
						}
						""",
				StandardCharsets.UTF_8);
		properties.put("claimflow.runs.values", "changed");
		properties.put("claimflow.console.log-link", "https://logs.example.com/?q={runId}");
		properties.put("claimflow.runs.linger", "10ms");
		properties.put("claimflow.console.values-authority", "ROLE_CHANGER");
		server = ConsoleServer.startWith(properties, Looks.class);
		vera = new ConsoleUser(server).signedIn("vera");
		charles = new ConsoleUser(server).signedIn("charles");
		token();
		run = stored().summary().runId();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static void token() {
		RestClient.create(server.url("/oauth2/token"))
			.post()
			.headers((headers) -> headers.setBasicAuth("c", "s"))
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.body("grant_type=client_credentials")
			.retrieve()
			.toBodilessEntity();
	}

	private static StoredRun stored() {
		return await().atMost(Duration.ofSeconds(20))
			.until(() -> server.bean(RunStore.class).list(RunFilter.ALL, OptionalLong.empty(), 1).runs(),
					(runs) -> !runs.isEmpty())
			.get(0);
	}

	@Test
	void aRunLeadsToItsDeploymentAndItsLogLinesElsewhere() throws Exception {
		assertThat(page(vera, "/" + run)).contains("href=\"/claimflow/console/deployments/1\"",
				"href=\"https://logs.example.com/?q=" + run + "\"");
		assertThat(vera.get("/claimflow/console/workflows/one?id=token").body())
			.contains("/claimflow/console/runs?workflow=token");
	}

	private static String page(ConsoleUser user, String path) throws Exception {
		HttpResponse<String> answer = user.get("/claimflow/console/runs" + path);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return answer.body();
	}

	@Test
	void runsAreListedAndFiltersStandInTheAddress() throws Exception {
		assertThat(page(vera, "")).contains("/claimflow/console/runs/" + run, "m2m:token_generation", "completed",
				"&lt;b&gt;plan&lt;/b&gt;", "data-follow=\"/claimflow/console/runs/rows\"");
		assertThat(page(vera, "?claim=%3Cb%3Eplan%3C%2Fb%3E&status=COMPLETED&workflow=token&user=&to=")).contains(
				"/claimflow/console/runs/" + run, "value=\"&lt;b&gt;plan&lt;/b&gt;\"",
				"data-follow=\"/claimflow/console/runs/rows?claim=%3Cb%3Eplan%3C%2Fb%3E&amp;");
		assertThat(page(vera, "?claim=roles")).doesNotContain("/runs/" + run).contains("No run has all of that");
		assertThat(page(vera, "/rows?client=c")).contains("data-run=", run).doesNotContain("<html");
		assertThat(page(vera, "?below=1")).contains("No run").doesNotContain("data-follow");
	}

	@ParameterizedTest
	@ValueSource(strings = { "?status=GREAT", "?from=yesterday", "?deployment=-1", "?below=x", "?colour=blue",
			"?claim=a&claim=b", "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z" })
	void aFilterThatIsNoneIsSaidOnThePage(String query) throws Exception {
		HttpResponse<String> answer = vera.get("/claimflow/console/runs" + query);
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.body()).contains("One of the filters is no such", "role=\"alert\"");
	}

	@Test
	void aRunSaysWhatBecameOfEachClaimAndShowsNoValue() throws Exception {
		assertThat(page(vera, "/" + run)).contains("&lt;b&gt;plan&lt;/b&gt;", "mark added", "mark refused",
				"Computing time", "\\u{202e}gnp.exe", "&lt;img src=x", "\\u{d800}", "tokenWorkflow.ts:8:",
				"/claimflow/console/runs/source?deployment=1&amp;file=kindeSrc%2Fenvironment%2Fworkflows%2FtokenWorkflow.ts#L8")
			.doesNotContain("<img src=x", "\u202E", "value-c", "Show values");
		assertThat(page(vera, "/source?deployment=1&file=kindeSrc/environment/workflows/tokenWorkflow.ts"))
			.contains("id=\"L8\"", "console.log(");
	}

	@Test
	void valuesAreForThoseWhoMayAndEachLookIsNoted() throws Exception {
		assertThat(vera.get("/claimflow/console/runs/" + run + "/values").statusCode()).isEqualTo(403);
		assertThat(page(charles, "/" + run)).contains("Show values").doesNotContain("value-c");
		List<RunAccessEvent> looks = server.bean(Looks.class).seen;
		looks.clear();
		assertThat(page(charles, "/" + run + "/values")).contains("&quot;value-c&quot;");
		assertThat(looks).containsExactly(new RunAccessEvent("user:charles", RunAccessEvent.Action.VALUES, run, 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/none", "/%3Cscript%3E", "/none/values", "/source?file=none",
			"/source?deployment=99&file=a", "/source?deployment=x&file=a" })
	void whatIsNotThereIsSaidSo(String path) throws Exception {
		HttpResponse<String> answer = charles.get("/claimflow/console/runs" + path);
		assertThat(answer.statusCode()).isEqualTo(404);
		assertThat(answer.body()).contains("There is no such").doesNotContain("<script>");
	}

	@Test
	void aWorkflowIsTriedDryAndThatIsNoted() throws Exception {
		assertThat(vera.get("/claimflow/console/try").body()).contains("lacks the authority")
			.doesNotContain("name=\"event\"");
		String form = charles.get("/claimflow/console/try?run=" + run).body();
		assertThat(form).contains("&quot;clientId&quot; : &quot;c&quot;", "M2M_TOKEN");
		List<RunAccessEvent> looks = server.bean(Looks.class).seen;
		looks.clear();
		long before = server.bean(RunStore.class).newest();
		String tried = tried("{\"request\":{\"auth\":{}},\"context\":{\"application\":{\"clientId\":\"<i>x\"}}}",
				"{\"M2M_TOKEN\":{\"sub\":\"c\"}}");
		assertThat(tried).contains("What it would do", "&quot;value-&lt;i&gt;x&quot;", "mark added", "mark refused")
			.doesNotContain("<i>x");
		assertThat(looks).singleElement().satisfies((look) -> {
			assertThat(look.caller()).isEqualTo("user:charles");
			assertThat(look.action()).isEqualTo(RunAccessEvent.Action.TRY);
		});
		assertThat(tried("{\"request\":{\"auth\":{\"scope\":[\"fail\"]}},\"context\":{\"application\":{}}}", "{}"))
			.contains("&lt;script&gt;alert(2)", "EXCEPTION", "#L11")
			.doesNotContain("<script>alert");
		assertThat(server.bean(RunStore.class).newest()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "[]", "{\"more\":{}}", "{\"request\":1}", "\"\uD800" })
	void whatIsNoEventIsSaidAtItsField(String event) throws Exception {
		assertThat(tried(event, "{}")).contains("aria-invalid=\"true\"", "role=\"alert\"").doesNotContain("mark added");
		assertThat(tried("{}", "{\"ID_TOKEN\":{}}")).contains("issues no token");
	}

	private static String tried(String event, String claims) throws Exception {
		String form = charles.get("/claimflow/console/try").body();
		return charles
			.submit("/claimflow/console/try", form, Map.of("deployment", "1", "workflow", "token", "event", event,
					"claims", claims, "variables", "", "status", "200", "answer", ""))
			.body();
	}

	@Test
	void aRunThatWasRemovedMeanwhileIsNoRunAnyMore() throws Exception {
		RunStore runs = server.bean(RunStore.class);
		token();
		String other = await().atMost(Duration.ofSeconds(20))
			.until(() -> runs.list(RunFilter.ALL, OptionalLong.empty(), 1).runs().get(0).summary().runId(),
					(id) -> !id.equals(run));
		assertThat(page(charles, "/" + other)).contains("Show values");
		server.bean(JdbcClient.class).sql("delete from claimflow_run where run_id = ?").param(other).update();

		for (String path : new String[] { "/" + other, "/" + other + "/values" }) {
			HttpResponse<String> answer = charles.get("/claimflow/console/runs" + path);
			assertThat(answer.statusCode()).isEqualTo(404);
			assertThat(answer.body()).contains("There is no such run");
		}
		assertThat(charles.get("/claimflow/console/try?run=" + other).body()).contains("name=\"event\"");
	}

	@Test
	void aTrialBeginsWithAClientAndAUserOfThisServer() throws Exception {
		assertThat(charles.get("/claimflow/console/try?client=c").body())
			.contains("&quot;clientId&quot; : &quot;c&quot;")
			.doesNotContain("No client of this server");
		assertThat(charles.get("/claimflow/console/try?client=%3Cb%3E&user=nobody").body())
			.contains("No client of this server", "knows no such user", "value=\"&lt;b&gt;\"");
		assertThat(charles.get("/claimflow/console/try?user=vera").body()).doesNotContain("knows no such user");
		assertThat(vera.get("/claimflow/console/try?client=c&user=nobody").body()).as("who may not try")
			.doesNotContain("knows no such user", "name=\"client\"");
	}

	@Test
	void theTokensOfADeploymentAreComparedWithThoseOfWhatIsLive() throws Exception {
		DeploymentStore store = server.bean(DeploymentStore.class);
		Artifact artifact = server.bean(WorkflowEngine.class)
			.build(Project.of("a test", Map.of("kinde.json", "{\"rootDir\": \"kindeSrc\"}",
					"kindeSrc/environment/workflows/tokenWorkflow.ts", """
							export const workflowSettings = {
							  id: "token", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} }
							};
							export default async function () { kinde.m2mToken.setCustomClaim("level", "<i>gold"); }
							""")));
		long number = store.store(new BuiltArtifact(artifact.digest(), ArtifactWriter.bytes(artifact), true, List.of()),
				new Provenance(DeploymentSource.PUSH, "client:ci", Optional.empty(), Optional.empty(), Optional.empty(),
						Optional.empty()))
			.deployment()
			.number();
		String page = charles.get("/claimflow/console/deployments/" + number).body();
		Map<String, String> deployment = Map.of("deployment", String.valueOf(number));
		List<RunAccessEvent> looks = server.bean(Looks.class).seen;
		looks.clear();
		long before = server.bean(RunStore.class).newest();

		HttpResponse<String> compared = charles.submit("/claimflow/console/try/recorded", page, deployment);

		assertThat(compared.statusCode()).isEqualTo(200);
		assertThat(compared.body())
			.contains("level", "&quot;&lt;i&gt;gold&quot;", "&lt;b&gt;plan&lt;/b&gt;", "&quot;value-c&quot;")
			.doesNotContain("<i>gold", "there are more");
		assertThat(looks).filteredOn((look) -> look.action() == RunAccessEvent.Action.TRY).hasSize(2);
		assertThat(server.bean(RunStore.class).newest()).as("nothing is kept of it").isEqualTo(before);
		assertThat(vera
			.post("/claimflow/console/try/recorded", ConsoleUser.token(vera.get("/claimflow/console/form").body()),
					deployment)
			.statusCode()).isEqualTo(403);
		assertThat(charles.submit("/claimflow/console/try/recorded", page, Map.of("deployment", "99")).statusCode())
			.isEqualTo(404);
	}

	@Test
	void noMoreRunsAreComparedThanTheOperatorSays() throws Exception {
		Map<String, Object> one = new HashMap<>(properties);
		one.put("claimflow.console.compared-runs", 1);
		for (String client : List.of("one", "two")) {
			server.bean(JdbcClient.class)
				.sql("insert into claimflow_run (run_id, started_at, workflow, trigger_id, deployment, choice, node,"
						+ " client, user_is_hash, status, duration_us, changed, detail) select ?, started_at, workflow,"
						+ " trigger_id, deployment, choice, node, ?, user_is_hash, status, duration_us, changed, detail"
						+ " from claimflow_run where run_id = ?")
				.params(client, client, run)
				.update();
		}
		try (ConsoleServer other = ConsoleServer.start(one)) {
			ConsoleUser user = new ConsoleUser(other).signedIn("charles");
			String form = user.get("/claimflow/console/form").body();
			assertThat(user.submit("/claimflow/console/try/recorded", form, Map.of("deployment", "1")).body())
				.contains("These are the newest 1 different runs");
		}
		finally {
			server.bean(JdbcClient.class).sql("delete from claimflow_run where run_id in ('one', 'two')").update();
		}
	}

	@Test
	void nobodyHasCallsMadeUnlessAnOperatorPermitsIt() throws Exception {
		String form = charles.get("/claimflow/console/try").body();
		assertThat(form).contains("nothing is called").doesNotContain("name=\"calls\"");
		List<RunAccessEvent> looks = server.bean(Looks.class).seen;
		looks.clear();

		HttpResponse<String> answer = charles.submit("/claimflow/console/try", form,
				Map.of("deployment", "1", "workflow", "token", "event", "{}", "calls", "real"));

		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(answer.body()).contains("claimflow.console.real-calls");
		assertThat(looks).as("nothing was run").isEmpty();
	}

	@Test
	void whoMayOnlyViewTriesNothing() throws Exception {
		String page = charles.get("/claimflow/console/try").body();
		assertThat(vera
			.post("/claimflow/console/try", ConsoleUser.token(vera.get("/claimflow/console/form").body()),
					Map.of("event", "{}"))
			.statusCode()).isEqualTo(403);
		assertThat(charles.post("/claimflow/console/try", "", Map.of("event", "{}")).statusCode()).isEqualTo(403);
		assertThat(page).contains("name=\"event\"");
	}

	@Configuration(proxyBeanMethods = false)
	static class Looks {

		final List<RunAccessEvent> seen = new CopyOnWriteArrayList<>();

		@Bean
		ApplicationListener<PayloadApplicationEvent<RunAccessEvent>> looks() {
			return (event) -> this.seen.add(event.getPayload());
		}

	}

}
