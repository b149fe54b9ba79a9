package io.claimflow.spring.console;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

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

	private static ConsoleServer server;

	private static ConsoleUser vera;

	private static ConsoleUser charles;

	private static String run;

	@BeforeAll
	static void start() throws Exception {
		Map<String, Object> properties = ConsoleServer.properties(directory);
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
