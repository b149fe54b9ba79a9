package io.claimflow.cli.server;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.claimflow.cli.Tool;
import io.claimflow.cli.Tool.Result;
import io.claimflow.cli.project.Author;
import io.claimflow.cli.terminal.Prompt;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import io.claimflow.cli.terminal.Terminal.Capabilities;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The run log of a server that runs. */
class RunLogTests {

	@TempDir
	private static Path project;

	private static DeploymentServer server;

	@BeforeAll
	static void start() throws Exception {
		Author.project(project, """
				const scope = event.request.auth.scope ?? [];
				  console.warn("A token for " + event.context.application.clientId);
				  const claims = m2mTokenClaims<any>();
				  if (scope.includes("broken")) {
				    throw new Error("Broken on purpose");
				  }
				  claims.plan = { name: "pro" };
				  claims.sub = "somebody else";
				""");
		server = DeploymentServer.start(project);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Tool tool() {
		return new Tool(project).with("CLAIMFLOW_SERVER", server.url())
			.with("CLAIMFLOW_CLIENT_ID", DeploymentServer.CLIENT)
			.with("CLAIMFLOW_CLIENT_SECRET", DeploymentServer.SECRET);
	}

	/** Lets a workflow run, and gives the identifier of that run. */
	private static String run(String scope) throws Exception {
		String start = Instant.now().toString();
		server.machineToken(scope);
		return await().until(() -> tool().run("runs", "--json", "--from", start).json(), (runs) -> runs.size() == 1)
			.at("/0/id")
			.asString();
	}

	@Test
	void aRunIsShownAsADryRunIs() throws Exception {
		String id = run("read");
		Result types = tool().run("runs", id);
		assertThat(types.code()).as(types.err()).isZero();
		assertThat(types.out()).containsPattern("m2m \\(m2m:token_generation\\): completed in [\\d.]+ ms\\R")
			.containsPattern("  computed: [\\d.]+ ms\\R")
			.contains("  run: " + id, "  deployment: ", "  client: reports", "  grant: client_credentials",
					"Claims of the machine's access token", "  + plan: object", "! sub: protected", "Log",
					"  WARN  A token for reports", "Warnings")
			.doesNotContain("{\"name\"", "scope");
		Result values = tool().run("runs", id, "--values");
		assertThat(values.out()).contains("  + plan: {\"name\":\"pro\"}");
		JsonNode json = tool().run("runs", id, "--values", "--json").json();
		assertThat(json.at("/values/after/M2M_TOKEN/plan/name").asString()).isEqualTo("pro");
		assertThat(json.at("/log/0/message").asString()).isEqualTo("A token for reports");
	}

	@Test
	void aRunThatFailedShowsWhereAndWhy() throws Exception {
		Result result = tool().run("runs", run("broken"));
		assertThat(result.out()).contains("m2m (m2m:token_generation): failed in", "Broken on purpose",
				"at default (kindeSrc/environment/workflows/m2mWorkflow.ts:10:11");
	}

	@Test
	void runsAreListedPageByPage() throws Exception {
		String start = Instant.now().toString();
		for (int i = 0; i < 3; i++) {
			run("read");
		}
		Result list = tool().run("runs", "--from", start, "-n", "2");
		assertThat(list.out()).contains("TIME", "RUN", "WORKFLOW", "completed", "reports", "sub, plan").hasLineCount(3);
		assertThat(list.err()).contains("There may be more: --below ");
		String below = list.err().replaceFirst("(?s).*--below (\\d+).*", "$1");
		assertThat(tool().run("runs", "--from", start, "--below", below, "--json").json()).hasSize(1);
		assertThat(tool().columns(40).run("runs", "--from", start).out()).contains("  STATUS: completed")
			.doesNotContain("STATUS  ");
	}

	@ParameterizedTest
	@CsvSource({ "--workflow, m2m, other", "--trigger, m2m:token_generation, user:pre_mfa", "--client, reports, ci",
			"--status, completed, denied", "--deployment, 1, 99", "--claim, plan, seats", "--from, 1h, 2100-01-01",
			"--to, 2100-01-01, 2020-01-01T00:00:00Z" })
	void filtersChoose(String option, String some, String none) throws Exception {
		run("read");
		assertThat(tool().run("runs", option, some).out()).contains("completed");
		Result empty = tool().run("runs", option, none);
		assertThat(empty.code()).as(empty.err()).isZero();
		assertThat(empty.out()).isEmpty();
		assertThat(empty.err()).contains("There are no such runs");
	}

	@Test
	void aFilterThatIsNoneIsTheCommandLinesFault() {
		Result time = tool().run("runs", "--from", "yesterday");
		assertThat(time.code()).isEqualTo(2);
		assertThat(time.err()).contains("--from is \"yesterday\", which is no time", "15m");
		Result status = tool().run("runs", "--status", "fine");
		assertThat(status.code()).isEqualTo(2);
		assertThat(status.err()).contains("--status is \"fine\"", "completed, denied or failed");
		assertThat(tool().run("runs", "no-such-run").code()).isEqualTo(2);
		assertThat(tool().run("runs", "../live").err()).contains("error: ");
		assertThat(tool().run("runs", "--values").err()).contains("Name the run");
		assertThat(tool().run("runs", "-n", "0").code()).isEqualTo(2);
	}

	@Test
	void aTokenWithoutTheScopeIsToldWhichOne() {
		Result result = new Tool(project)
			.with("CLAIMFLOW_TOKEN", server.token(Instant.now().plusSeconds(300), "claimflow:read"))
			.run("runs", "--server", server.url());
		assertThat(result.code()).isEqualTo(3);
		assertThat(result.err()).contains("claimflow:runs").doesNotContain("claimflow:deploy");
	}

	/** Each of its streams ends after less than a second. */
	@Test
	void tailFollowsFromOneStreamToTheNext() throws Exception {
		String first = run("read");
		Tool tail = tool();
		CompletableFuture<Result> done = new CompletableFuture<>();
		Thread thread = new Thread(() -> done.complete(tail.run("tail", "-n", "1")));
		thread.start();
		await().until(() -> tail.outSoFar().contains(first));
		List<String> all = new ArrayList<>(List.of(first));
		for (int i = 0; i < 6; i++) {
			String next = run((i == 3) ? "broken" : "read");
			all.add(next);
			await().until(() -> tail.outSoFar().contains(next));
		}
		tail.stopReading();
		run("read");
		Result result = done.join();
		assertThat(result.code()).isZero();
		assertThat(result.out().lines().map((line) -> line.split(" ")[2])).containsExactlyElementsOf(all);
		assertThat(result.out()).contains("m2m completed in ", " for reports: sub, plan", "m2m failed in ",
				": EXCEPTION kindeSrc/environment/workflows/m2mWorkflow.ts:10:11");
		assertThat(result.err()).isEmpty();
	}

	@Test
	void tailWritesALineOfJsonForEachRun() throws Exception {
		Tool tail = tool();
		CompletableFuture<Result> done = new CompletableFuture<>();
		Thread thread = new Thread(() -> done
			.complete(tail.run("tail", "--json", "-n", "0", "--status", "failed", "--retry-seconds", "5")));
		thread.start();
		run("read");
		// It begins with what comes after its start.
		await().until(() -> {
			run("broken");
			return tail.outSoFar().contains("\n");
		});
		tail.stopReading();
		run("broken");
		for (String line : done.join().out().split("\\R")) {
			assertThat(JsonMapper.shared().readTree(line).path("status").asString()).isEqualTo("FAILED");
		}
	}

	@Test
	void tailGoesOnWhenTheServerIsBackWithANewDatabase() throws Exception {
		Tool tail = tool();
		CompletableFuture<Result> done = new CompletableFuture<>();
		Thread thread;
		int port;
		try (DeploymentServer first = DeploymentServer.start(project)) {
			port = first.port();
			thread = new Thread(() -> done.complete(tail.run("tail", "--server", first.url())));
			thread.start();
			first.machineToken("read");
			await().until(() -> tail.outSoFar().lines().count() == 1);
		}
		await().until(() -> tail.errSoFar().contains("Trying again for 300 s."));
		try (DeploymentServer second = DeploymentServer.start(project, port)) {
			second.machineToken("read");
			await().atMost(Duration.ofSeconds(60)).until(() -> tail.outSoFar().lines().count() == 2);
			assertThat(tail.errSoFar()).contains(second.url() + " is there again.");
			tail.stopReading();
			second.machineToken("read");
			assertThat(done.join().code()).isZero();
		}
	}

	@Test
	void aStreamOnWhichNothingComesIsOpenedAgain() throws Exception {
		AtomicInteger streams = new AtomicInteger();
		HttpServer silent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		silent.createContext("/claimflow/runs/stream", (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
			exchange.sendResponseHeaders(200, 0);
			if (streams.incrementAndGet() > 1) {
				exchange.getResponseBody().write("data: {\"number\": 1, \"id\": \"a\"}\n\n".getBytes());
				exchange.getResponseBody().flush();
			}
		});
		silent.start();
		try {
			ServerOptions options = new ServerOptions();
			options.server = "http://127.0.0.1:" + silent.getAddress().getPort();
			PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
			Terminal terminal = new Terminal(nowhere, nowhere, Prompt.NOBODY, Capabilities.NONE);
			RunLog log = new RunLog(new Surroundings(project, Map.of("CLAIMFLOW_TOKEN", "a-token"), terminal), options,
					ServerInterface.RUNS);
			RunFollower follower = new RunFollower(log, terminal, new RunLog.Newest(0, ""), Duration.ofMillis(100),
					Duration.ofSeconds(5));
			follower.follow(Map.of(), (run) -> false);
			assertThat(streams).hasValue(2);
		}
		finally {
			silent.stop(0);
		}
	}

}
