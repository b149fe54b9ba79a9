package io.claimflow.spring.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactWriter;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import io.claimflow.spring.deployment.store.BuiltArtifact;
import io.claimflow.spring.deployment.store.DeploymentSource;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.Provenance;
import io.claimflow.spring.runlog.RunFilter;
import io.claimflow.spring.runlog.RunStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Measures how long pages take with many runs and deployments. Times are those of the
 * machine, so they are measured when asked for.
 */
@EnabledIfSystemProperty(named = "claimflow.page-times", matches = "true",
		disabledReason = "Pages are measured when asked for: set claimflow.page-times")
class PageTimesTests {

	private static final int RUNS = 100_000;

	private static final int BATCH = 5_000;

	private static final int DEPLOYMENTS = 100;

	private static final int TIMES = 15;

	private static final Duration LIMIT = Duration.ofMillis(100);

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "h2", "postgresql" })
	void eachPageIsThereWithin100Milliseconds(String database) throws Exception {
		if (database.equals("h2")) {
			measure(database, ConsoleServer.properties(this.directory));
			return;
		}
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			measure(database, ConsoleServer.properties(this.directory, postgres));
		}
	}

	private void measure(String database, Map<String, Object> properties) throws Exception {
		properties.put("claimflow.console.requests-per-minute", 1_000_000);
		properties.put("claimflow.console.values-authority", "ROLE_CHANGER");
		properties.put("claimflow.deployments.keep", 200);
		properties.put("claimflow.runs.keep-rows", 1_000_000);
		properties.put("claimflow.runs.linger", "10ms");
		String run;
		long deployment;
		try (ConsoleServer server = ConsoleServer.start(properties)) {
			run = runs(server, database);
			deployment = deployments(server);
		}
		// The first page is that after a start with all of this stored.
		try (ConsoleServer server = ConsoleServer.start(properties)) {
			long ready = System.nanoTime();
			await().atMost(Duration.ofMinutes(1)).until(PageTimesTests::isWarm);
			long warm = (System.nanoTime() - ready) / 1_000_000;
			ConsoleUser user = new ConsoleUser(server).signedIn("charles");
			List<String> slow = new ArrayList<>();
			StringBuilder table = new StringBuilder(
					"Page times, " + database + ", milliseconds (first, median, highest); warm after " + warm + "\n");
			for (String path : List.of("", "/workflows", "/workflows/one?id=token", "/deployments",
					"/deployments?below=50", "/deployments/" + deployment, "/deployments/history",
					"/deployments/previews", "/variables", "/runs", "/runs?below=50000", "/runs?status=FAILED",
					"/runs?client=c&workflow=token", "/runs?claim=none", "/runs?workflow=none", "/runs?user=nobody",
					"/runs?from=2026-01-01T00:00:00Z", "/runs?from=" + before(15), "/runs?to=" + before(30),
					"/runs/rows", "/runs/" + run, "/runs/" + run + "/values", "/try",
					"/runs/source?file=kindeSrc/environment/workflows/tokenWorkflow.ts&deployment=" + deployment)) {
				long[] nanos = new long[TIMES];
				long first = 0;
				for (int i = -5; i < TIMES; i++) {
					long start = System.nanoTime();
					assertThat(user.get("/claimflow/console" + path).statusCode()).as(path).isEqualTo(200);
					if (i >= 0) {
						nanos[i] = System.nanoTime() - start;
					}
					else if (i == -5) {
						first = System.nanoTime() - start;
					}
				}
				Arrays.sort(nanos);
				table.append("%-40s %6.1f %6.1f %6.1f%n".formatted(path, first / 1e6, nanos[TIMES / 2] / 1e6,
						nanos[TIMES - 1] / 1e6));
				if (nanos[TIMES / 2] > LIMIT.toNanos()) {
					slow.add(path);
				}
			}
			if (database.equals("postgresql")) {
				table.append("%d bytes for a run, with its indexes%n".formatted(server.bean(JdbcClient.class)
					.sql("select pg_total_relation_size('claimflow_run') / count(*) from claimflow_run")
					.query(Long.class)
					.single()));
			}
			Files.writeString(Path.of("target/page-times-" + database + ".txt"), table);
			assertThat(slow).as(table.toString()).isEmpty();
		}
	}

	private static boolean isWarm() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().equals("claimflow-console-warm-up"));
	}

	private static String before(int minutes) {
		return Instant.ofEpochSecond(Instant.now().getEpochSecond() - minutes * 60L).toString();
	}

	/** Many runs, all of them of the last hour. */
	private static String runs(ConsoleServer server, String database) {
		RestClient.create(server.url("/oauth2/token"))
			.post()
			.headers((headers) -> headers.setBasicAuth("c", "s"))
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.body("grant_type=client_credentials")
			.retrieve()
			.toBodilessEntity();
		String run = await().atMost(Duration.ofSeconds(30))
			.until(() -> server.bean(RunStore.class).list(RunFilter.ALL, OptionalLong.empty(), 1).runs(),
					(runs) -> !runs.isEmpty())
			.get(0)
			.summary()
			.runId();
		boolean h2 = database.equals("h2");
		String series = h2 ? "system_range(%d, %d)" : "generate_series(%d, %d) x";
		String time = h2 ? "dateadd('MILLISECOND', (x - " + RUNS + ") * 35, current_timestamp)"
				: "current_timestamp + (x - " + RUNS + ") * interval '0.035 second'";
		JdbcClient jdbc = server.bean(JdbcClient.class);
		for (int i = 0; i < RUNS; i += BATCH) {
			jdbc.sql(
					"insert into claimflow_run (run_id, started_at, workflow, trigger_id, deployment, choice, node, client,"
							+ " user_id, user_is_hash, status, failure, place, duration_us, changed, detail) select concat('r', x), "
							+ time
							+ ", workflow, trigger_id, deployment, choice, node, client, concat('u', mod(x, 1000)), true,"
							+ " case when mod(x, 50) = 0 then 'FAILED' else 'COMPLETED' end,"
							+ " case when mod(x, 50) = 0 then 'EXCEPTION' end,"
							+ " case when mod(x, 50) = 0 then 'kindeSrc/environment/workflows/tokenWorkflow.ts:5:12' end,"
							+ " 900 + mod(x, 97), changed, detail from claimflow_run, "
							+ series.formatted(i + 1, i + BATCH) + " where run_id = ?")
				.param(run)
				.update();
		}
		jdbc.sql("analyze").update();
		return run;
	}

	private static long deployments(ConsoleServer server) throws Exception {
		DeploymentStore store = server.bean(DeploymentStore.class);
		long number = 0;
		for (int i = 0; i < DEPLOYMENTS; i++) {
			Artifact artifact = server.bean(WorkflowEngine.class)
				.build(Project.of("a test", Map.of("kinde.json", "{\"rootDir\": \"kindeSrc\"}",
						"kindeSrc/environment/workflows/tokenWorkflow.ts", """
								export const workflowSettings = { id: "token", trigger: "m2m:token_generation" };
								export default async function () { console.log(%d); }
								%s
								""".formatted(i, "// a line\n".repeat(500)))));
			number = store.store(new BuiltArtifact(artifact.digest(), ArtifactWriter.bytes(artifact), true, List.of()),
					new Provenance(DeploymentSource.PUSH, "client:ci", Optional.of("c0ffee"), Optional.of("Ada"),
							Optional.of("Message " + i), Optional.empty()))
				.deployment()
				.number();
		}
		return number;
	}

}
