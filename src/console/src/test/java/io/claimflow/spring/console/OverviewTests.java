package io.claimflow.spring.console;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.Workflow;
import io.claimflow.spring.console.overview.LoggedFigures;
import io.claimflow.spring.console.overview.RunFigure;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.deployment.store.DeploymentSource;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.Provenance;
import io.claimflow.spring.runlog.RunSlot;
import io.claimflow.spring.runlog.RunStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the page of what is live.
 */
@ExtendWith(OutputCaptureExtension.class)
class OverviewTests {

	@TempDir
	static Path directory;

	private static ConsoleServer server;

	private static ConsoleUser vera;

	@BeforeAll
	static void start() throws Exception {
		Map<String, Object> properties = ConsoleServer.properties(directory);
		properties.put("logging.level.io.claimflow.spring.console", "debug");
		server = ConsoleServer.start(properties);
		vera = new ConsoleUser(server).signedIn("vera");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static String page() throws Exception {
		return vera.get("/claimflow/console").body();
	}

	@Test
	void itIsMadeOnceBeforeSomebodyAsksForIt(CapturedOutput output) {
		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(output).contains("The console's first page was made within"));
	}

	@Test
	void itSaysWhatIsLiveAndHowItDoes() throws Exception {
		RestClient.create(server.url("/oauth2/token"))
			.post()
			.headers((headers) -> headers.setBasicAuth("c", "s"))
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.body("grant_type=client_credentials")
			.retrieve()
			.toBodilessEntity();

		await().atMost(Duration.ofSeconds(20))
			.until(() -> page().contains("aria-label=\"1 runs, 0 failures, 0 denials\""));

		assertThat(page())
			.contains("Deployment 1", "<code>m2m:token_generation</code>", "up to date",
					"Machine &lt;b&gt;token&lt;/b&gt;", "from the run log")
			.doesNotContain("<b>token");
	}

	@Test
	void runsThatAreWrittenLateAreCountedAndWhatIsOverIsCountedOnce() {
		Instant now = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(36)).plusSeconds(30);
		Instant from = now.minusSeconds(30).minus(Duration.ofMinutes(55));
		LoggedFigures figures = new LoggedFigures(server.bean(RunStore.class), () -> now);
		List<Workflow> workflows = List.copyOf(server.bean(Deployments.class).live().orElseThrow().workflows());
		assertThat(figures.since(from, workflows)).isEmpty();

		log(now.minusSeconds(31), "COMPLETED");
		log(now.minusSeconds(1), "FAILED");
		log(now.minus(Duration.ofMinutes(30)), "COMPLETED");

		assertThat(figures.since(from, workflows)).hasSize(1).allSatisfy((figure) -> {
			assertThat(figure.runs()).isEqualTo(2);
			assertThat(figure.failed()).isEqualTo(1);
			assertThat(figure.slots()).extracting(RunSlot::from)
				.containsExactly(now.minusSeconds(330), now.minusSeconds(30));
		});
		assertThat(new LoggedFigures(server.bean(RunStore.class), () -> now).since(from, workflows))
			.extracting(RunFigure::runs)
			.containsExactly(3L);
	}

	private static void log(Instant time, String status) {
		server.bean(JdbcClient.class)
			.sql("insert into claimflow_run (run_id, started_at, workflow, trigger_id, deployment, choice, node,"
					+ " user_is_hash, status, duration_us, changed, detail)"
					+ " values ('r', ?, 'token', 'm2m:token_generation', 1, 'LIVE', 'n', false, ?, 7, '', '{}')")
			.params(time.atOffset(ZoneOffset.UTC), status)
			.update();
	}

	@Test
	void whatWasRefusedLastIsThereWhateverItSays() throws Exception {
		server.bean(DeploymentStore.class)
			.storeRefused("0".repeat(64),
					List.of(new Problem(new SourceLocation("a<i>.ts", 3, 1),
							"A <script>alert(1)</script> \u202Egnp.exe" + "x".repeat(100_000), "Write less",
							"const x = \"</pre><img src=x onerror=alert(1)>\"")),
					new Provenance(DeploymentSource.PUSH, "client:ci", Optional.of("abc"), Optional.empty(),
							Optional.of("<b>bold</b>"), Optional.empty()));

		assertThat(page())
			.contains("a&lt;i&gt;.ts:3:1", "A &lt;script&gt;alert(1)&lt;/script&gt; \\u{202e}gnp.exe",
					"&lt;/pre&gt;&lt;img src=x")
			.doesNotContain("<script>", "<img src=x", "\u202E")
			.hasSizeLessThan(50_000);
	}

}
