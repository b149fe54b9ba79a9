package io.claimflow.spring.console;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

import io.claimflow.spring.deployment.store.BuiltArtifact;
import io.claimflow.spring.deployment.store.Change;
import io.claimflow.spring.deployment.store.DeploymentSource;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.Provenance;
import io.claimflow.spring.runlog.RunFilter;
import io.claimflow.spring.runlog.RunStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.claimflow.artifact.ArtifactWriter;
import io.claimflow.artifact.Artifact;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;

import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for pages that show what attackers have written: markup, scripts, characters that
 * turn text round, a megabyte, and half of a character, wherever others choose a text.
 */
class HostileTextTests {

	private static final String CONSOLE = "/claimflow/console";

	private static final String EVIL = "</td></pre><script>alert(1)</script><img src=x onerror=alert(2)>'\"`${123457*1000}"
			+ " [[${123457*1000}]] \u202Egnp.exe\u2066\u0000\u0007 \uD800 ";

	private static final String LONG = EVIL + "x".repeat(1 << 20);

	/** What no page may have of it, whatever it shows. */
	private static final Pattern MARKUP = Pattern
		.compile("<script>|<img src=x|onerror=alert\\(2\\)>'\"|[\u202E\u2066\u0000\u0007]|123457000");

	@TempDir
	static Path directory;

	private static ConsoleServer server;

	private static ConsoleUser charles;

	private static long stored;

	private static String run;

	@BeforeAll
	static void start() throws Exception {
		Map<String, Object> properties = ConsoleServer.properties(directory);
		Files.writeString(directory.resolve("kindeSrc/environment/workflows/tokenWorkflow.ts"),
				project(js("</td><script>alert(1)</script>")), StandardCharsets.UTF_8);
		properties.put("claimflow.runs.values", "all");
		properties.put("claimflow.runs.linger", "10ms");
		properties.put("claimflow.console.values-authority", "ROLE_CHANGER");
		properties.put("claimflow.console.requests-per-minute", 10_000);
		server = ConsoleServer.start(properties);
		charles = new ConsoleUser(server).signedIn("charles");
		token();
		run = await().atMost(Duration.ofSeconds(20))
			.until(() -> server.bean(RunStore.class).list(RunFilter.ALL, OptionalLong.empty(), 1).runs(),
					(runs) -> !runs.isEmpty())
			.get(0)
			.summary()
			.runId();
		stored = stored();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static String js(String text) {
		StringBuilder escaped = new StringBuilder("\"");
		text.chars().forEach((c) -> escaped.append("\\u%04x".formatted(c)));
		return escaped.append("\"").toString();
	}

	private static String project(String name) {
		return """
				export const workflowSettings = {
				  id: "token", name: %s, trigger: "m2m:token_generation", failurePolicy: { action: "continue" },
				  bindings: { "kinde.m2mToken": {} }
				};
				const evil: string = %s;
				/* </script><script>alert(1)</script> \u202E */
				export default async function () {
				  console.log(evil);
				  console.log("x".repeat(1 << 16));
				  kinde.m2mToken.setCustomClaim("<b>" + evil.slice(0, 40), evil.replace("\\uD800", ""));
				  kinde.m2mToken.setCustomClaim("long", "y".repeat(5000));
				  throw new Error(evil, { cause: new Error(evil) });
				}
				""".formatted(name, js(EVIL));
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

	private static long stored() throws Exception {
		DeploymentStore store = server.bean(DeploymentStore.class);
		Artifact artifact = server.bean(WorkflowEngine.class)
			.build(Project.of("a test", Map.of("kinde.json", "{\"rootDir\": \"kindeSrc\"}",
					"kindeSrc/environment/workflows/tokenWorkflow.ts", project("\"other\""))));
		long number = store.store(new BuiltArtifact(artifact.digest(), ArtifactWriter.bytes(artifact), true, List.of()),
				new Provenance(DeploymentSource.PUSH, EVIL, Optional.of(LONG), Optional.of(LONG), Optional.of(LONG),
						Optional.of(EVIL)))
			.deployment()
			.number();
		store.preview(number, EVIL, Optional.of(EVIL), Optional.empty(), EVIL, LONG);
		store.deactivate("token", Change.by(EVIL, LONG).confirm());
		store.activate("token", Change.by(EVIL, EVIL).confirm());
		return number;
	}

	private static void assertHarmless(HttpResponse<String> page, String where) {
		assertThat(page.body()).as(where)
			.doesNotContainPattern(MARKUP)
			.doesNotContain("\uFFFD")
			.hasSizeLessThan(400_000);
		assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).as(where)
			.contains("script-src 'self'");
	}

	@Test
	void noPageTakesATextForMarkupOrIsTurnedRound() throws Exception {
		for (String path : List.of("", "/workflows", "/workflows/one?id=token", "/deployments",
				"/deployments/" + stored, "/deployments/history", "/deployments/previews", "/variables", "/runs",
				"/runs/rows", "/runs/" + run, "/runs/" + run + "/values", "/try",
				"/try?run=" + run + "&deployment=" + stored,
				"/runs/source?file=kindeSrc/environment/workflows/tokenWorkflow.ts&deployment=" + stored)) {
			HttpResponse<String> page = charles.get(CONSOLE + path);
			assertThat(page.statusCode()).as(path).isEqualTo(200);
			assertHarmless(page, path);
		}
		assertThat(charles.get(CONSOLE + "/runs/" + run).body()).contains("&lt;script&gt;alert(1)", "\\u{202e}",
				"\\u{d800}");
		assertThat(charles.get(CONSOLE + "/deployments/previews").body()).contains("&lt;script&gt;alert(1)");
	}

	@Test
	void noParameterIsTakenForMarkup() throws Exception {
		String evil = URLEncoder.encode(EVIL.replace("\uD800", ""), StandardCharsets.UTF_8) + "%ED%A0%80%FF";
		for (String path : List.of("/runs?claim=", "/runs?workflow=", "/runs?user=", "/runs?status=", "/runs?from=",
				"/runs?below=", "/runs/rows?client=", "/try?deployment=1&client=", "/try?deployment=1&user=",
				"/try?run=", "/try?workflow=", "/workflows/one?id=", "/runs/source?file=", "/deployments?below=",
				"/nothing?x=")) {
			HttpResponse<String> page = charles.get(CONSOLE + path + evil);
			assertThat(page.statusCode()).as(path).isIn(200, 400, 404);
			assertThat(page.body()).as(path).doesNotContainPattern(MARKUP);
		}
	}

	@Test
	void noFieldIsTakenForMarkupAndAMegabyteIsRefused() throws Exception {
		String form = charles.get(CONSOLE + "/try").body();
		List<Map<String, String>> forms = new ArrayList<>();
		for (String field : List.of("event", "claims", "variables", "status", "answer", "workflow")) {
			for (String text : List.of(EVIL, LONG, "{\"" + EVIL + "\": 1}")) {
				Map<String, String> fields = new LinkedHashMap<>(Map.of("deployment", "1", "workflow", "token", "event",
						"{}", "claims", "{}", "variables", "{}", "status", "200", "answer", ""));
				fields.put(field, text);
				forms.add(fields);
			}
		}
		for (Map<String, String> fields : forms) {
			HttpResponse<String> page = charles.submit(CONSOLE + "/try", form, fields);
			assertThat(page.statusCode()).isIn(200, 404, 422);
			assertThat(page.body()).doesNotContainPattern("<script>|<img src=x");
		}
		String page = charles.get(CONSOLE + "/deployments/" + stored).body();
		for (String reason : List.of(EVIL, LONG)) {
			HttpResponse<String> made = charles.submit(CONSOLE + "/deployments/" + stored + "/preview", page,
					Map.of("client", EVIL, "user", EVIL, "minutes", "5", "reason", reason));
			assertThat(made.statusCode()).isIn(201, 400);
			assertThat(made.body()).doesNotContainPattern(MARKUP);
		}
		assertThat(charles.submit(CONSOLE + "/variables/set", page, Map.of("name", EVIL, "value", "v", "reason", EVIL))
			.body()).contains("This cannot be taken").doesNotContainPattern(MARKUP);
	}

}
