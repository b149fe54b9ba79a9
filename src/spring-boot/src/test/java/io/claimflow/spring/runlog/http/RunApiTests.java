package io.claimflow.spring.runlog.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.spring.http.RefusedCallException;
import io.claimflow.spring.http.RouteVisitor;
import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.runlog.RunAccessEvent;
import io.claimflow.spring.runlog.RunAccessEvent.Action;
import io.claimflow.spring.runlog.RunFilter;
import io.claimflow.spring.runlog.http.RunServer.Answer;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** Runs over HTTP: what is there of each, who sees it, and what is nowhere. */
@ExtendWith(OutputCaptureExtension.class)
class RunApiTests {

	private static final Map<Database, RunServer> SERVERS = new EnumMap<>(Database.class);

	private static final String JWT = AuthServerConfiguration.JWT;

	private static final String USER = AuthServerConfiguration.USER;

	@BeforeAll
	static void start() {
		for (Database database : Database.values()) {
			SERVERS.put(database,
					RunServer.start(database, (server) -> server.property("claimflow.runs.values", "changed")
						.property("claimflow.runs.values-except", "email")));
		}
	}

	@AfterAll
	static void stop() {
		SERVERS.values().forEach(RunServer::close);
	}

	private static Map<String, String> claims(JsonNode run) {
		return run.path("claims")
			.valueStream()
			.filter((claim) -> !claim.path("kind").asString().equals("KEPT"))
			.collect(Collectors.toMap((claim) -> claim.path("name").asString(), (claim) -> claim.path("kind").asString()
					+ " " + claim.path("before").asString("-") + " " + claim.path("after").asString("-")));
	}

	@ParameterizedTest
	@EnumSource
	void aRowSaysWhatBecameOfEachClaim(Database database) {
		RunServer server = SERVERS.get(database);
		Instant before = Instant.now();
		assertThat(server.auth().clientCredentials(JWT, "scope", "openid").accessTokenClaims()).containsEntry("plan",
				RunServer.PLAN);
		JsonNode run = server.newest(before, "client", JWT);
		assertThat(run.path("cpuMilliseconds").asDouble()).isBetween(0.001, 60_000.0);
		assertThat(claims(run)).isEqualTo(Map.of("plan", "ADDED - STRING", "key", "ADDED - OBJECT", "email",
				"ADDED - STRING", "sub", "REFUSED STRING STRING"));
		assertThat(run.path("workflow").asString()).isEqualTo("machines");
		assertThat(run.path("trigger").asString()).isEqualTo("m2m:token_generation");
		assertThat(run.path("deployment").asLong()).isEqualTo(1);
		assertThat(run.path("choice").asString()).isEqualTo("LIVE");
		assertThat(run.path("node").asString()).isEqualTo("node-7");
		assertThat(run.path("grant").asString()).isEqualTo("client_credentials");
		assertThat(run.path("status").asString()).isEqualTo("COMPLETED");
		assertThat(run.path("milliseconds").asDouble()).isPositive();
		assertThat(run.path("log").path(0).path("message").asString()).isEqualTo("The key is ******");
		assertThat(run.path("warnings").path(0).path("claim").asString()).isEqualTo("sub");
		JsonNode call = run.path("calls").path(0);
		assertThat(call.path("method").asString()).isEqualTo("GET");
		assertThat(call.path("origin").asString()).startsWith("http://127.0.0.1:");
		assertThat(call.path("status").asInt()).isEqualTo(204);
		assertThat(call.path("milliseconds").asDouble()).isPositive();
	}

	@ParameterizedTest
	@EnumSource
	void aUserIsThereAsAHashAndIsFoundByTheirName(Database database) {
		RunServer server = SERVERS.get(database);
		Instant before = Instant.now();
		server.auth().authorizationCodeGrant(JWT, "openid");
		JsonNode run = server.runs(before, "user", USER, "trigger", "user:tokens_generation").path(0);
		assertThat(run.path("userHash").asString()).startsWith("k1:");
		assertThat(run.has("user")).isFalse();
		assertThat(run.path("grant").asString()).isEqualTo("authorization_code");
		assertThat(run.path("origin").asString()).isEqualTo("authorization_request");
		assertThat(server.list(before, "user", "somebody")).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void failuresAndDenialsSayWhereAndWhy(Database database) {
		RunServer server = SERVERS.get(database);
		Instant before = Instant.now();
		assertThat(server.auth().clientCredentials(JWT, "scope", "profile").status()).isEqualTo(400);
		assertThat(server.auth().clientCredentials(JWT, "scope", "write").status()).isEqualTo(400);
		JsonNode failed = server.newest(before, "status", "FAILED");
		assertThat(failed.path("failure").asString()).isEqualTo("EXCEPTION");
		assertThat(failed.path("place").asString()).contains("machinesWorkflow.ts:13");
		assertThat(failed.path("error").path("message").asString()).contains("Broken with ******");
		assertThat(failed.path("changed")).isEmpty();
		JsonNode denied = server.newest(before, "status", "DENIED");
		assertThat(denied.path("effects").path(0).path("kind").asString()).isEqualTo("DenyAccess");
		assertThat(denied.path("effects").path(0).path("text").asString()).isEqualTo("No writers here");
	}

	@ParameterizedTest
	@EnumSource
	void filtersFindWhatTheyName(Database database) {
		RunServer server = SERVERS.get(database);
		Instant before = Instant.now();
		server.auth().clientCredentials(JWT);
		JsonNode run = server.runs(before).path(0);
		String[][] found = { { "workflow", "machines" }, { "trigger", "m2m:token_generation" }, { "client", JWT },
				{ "status", "COMPLETED" }, { "deployment", "1" }, { "claim", "plan" }, { "claim", "sub" },
				{ "to", Instant.now().plusSeconds(60).toString() } };
		for (String[] filter : found) {
			assertThat(server.list(before, filter)).as(String.join("=", filter)).contains(run);
		}
		String[][] none = { { "workflow", "machine" }, { "trigger", "m2m" }, { "client", "JWT" },
				{ "status", "DENIED" }, { "deployment", "2" }, { "claim", "pla" }, { "claim", "iss" }, { "claim", "%" },
				{ "to", before.plusNanos(1000).toString() } };
		for (String[] filter : none) {
			assertThat(server.list(before, filter)).as(String.join("=", filter)).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "from=yesterday", "to=2026-11-30", "from=-1000000000-01-01T00:00:00Z",
			"from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "status=completed", "status=", "deployment=-1",
			"deployment=99999999999999999999", "deployment=one", "workflow=", "user=%20", "limit=0", "limit=201",
			"limit=x", "below=x", "client=a&client=b", "claims=plan", "sort=time" })
	void aFilterThatIsNoneIsRefusedWithAProblem(String query) {
		Answer answer = SERVERS.get(Database.H2).get("/claimflow/runs?" + query);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
		assertThat(answer.json().path("detail").asString()).isNotBlank().doesNotContain("yesterday", "99999");
	}

	@Test
	void aTextOfAnyLengthIsNoFilter() {
		assertThat(SERVERS.get(Database.H2).get("/claimflow/runs?client=" + "x".repeat(201)).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@EnumSource
	void pagesGoOnWhereTheLastOneEnded(Database database) {
		RunServer server = SERVERS.get(database);
		Instant before = Instant.now();
		for (int i = 0; i < 5; i++) {
			server.auth().clientCredentials(JWT);
		}
		await().until(() -> server.list(before).size() == 5);
		List<Long> numbers = new ArrayList<>();
		String next = "";
		do {
			JsonNode page = server.get("/claimflow/runs?limit=2&from=" + before + next).json();
			page.path("runs").forEach((run) -> numbers.add(run.path("number").asLong()));
			next = page.has("next") ? "&below=" + page.path("next").asLong() : "";
		}
		while (!next.isEmpty());
		assertThat(numbers).hasSize(5)
			.isSortedAccordingTo((one, other) -> Long.compare(other, one))
			.doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@EnumSource
	void aStreamFollowsAndThereIsABoundedNumber(Database database) throws IOException, InterruptedException {
		RunServer server = SERVERS.get(database);
		HttpResponse<java.io.InputStream> stream = HttpClient.newHttpClient()
			.send(server.request(server.token(RunServer.VIEWER), "/claimflow/runs/stream?status=DENIED").build(),
					HttpResponse.BodyHandlers.ofInputStream());
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
			assertThat(stream.statusCode()).isEqualTo(200);
			assertThat(stream.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
			assertThat(server.get("/claimflow/runs/stream").status()).isEqualTo(429);
			RunStreams streams = server.auth().context().getBean(RunStreams.class);
			for (int i = 0; i < 10_000; i++) {
				assertThatExceptionOfType(RefusedCallException.class)
					.isThrownBy(() -> streams.open(RunFilter.ALL, OptionalLong.empty()));
			}
			crowdIsRefusedWhileTokensAreIssued(server);
			server.auth().clientCredentials(JWT, "scope", "write");
			String data = "";
			while (!data.startsWith("data: ")) {
				data = lines.readLine();
			}
			assertThat(data).contains("\"status\":\"DENIED\"", "\"client\":\"jwt\"");
		}
		// Whoever has left makes room for the next one.
		await().atMost(Duration.ofSeconds(30)).until(() -> {
			server.auth().clientCredentials(JWT, "scope", "write");
			return server.jdbc() != null && opens(server);
		});
	}

	/** More connections than the web server has threads, each asking for a stream. */
	private static void crowdIsRefusedWhileTokensAreIssued(RunServer server) throws IOException {
		URI uri = URI.create(server.auth().url("/claimflow/runs/stream"));
		byte[] request = """
				GET /claimflow/runs/stream HTTP/1.1\r
				Host: %s\r
				Authorization: Bearer %s\r
				Connection: close\r
				\r
				""".formatted(uri.getAuthority(), server.token(RunServer.VIEWER)).getBytes(StandardCharsets.US_ASCII);
		List<Socket> crowd = new ArrayList<>();
		try {
			for (int i = 0; i < 300; i++) {
				Socket socket = new Socket(uri.getHost(), uri.getPort());
				crowd.add(socket);
				socket.setSoTimeout(60_000);
				socket.getOutputStream().write(request);
			}
			assertThat(server.auth().clientCredentials(JWT).status()).isEqualTo(200);
			for (Socket socket : crowd) {
				assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
					.startsWith("HTTP/1.1 429 ")
					.contains("claimflow.runs.http.streams");
			}
		}
		finally {
			for (Socket socket : crowd) {
				socket.close();
			}
		}
	}

	@Test
	void aStreamHasTheRunsOfOtherNodes() throws IOException, InterruptedException {
		try (RunServer one = RunServer.start(Database.POSTGRESQL, (server) -> server);
				RunServer other = RunServer.start(Database.POSTGRESQL,
						(server) -> server.property("spring.datasource.url", one.property("spring.datasource.url"))
							.property("spring.datasource.username", one.property("spring.datasource.username"))
							.property("claimflow.runs.node", "node-8"))) {
			HttpResponse<java.io.InputStream> stream = HttpClient.newHttpClient()
				.send(one.request(one.token(RunServer.VIEWER), "/claimflow/runs/stream?claim=plan").build(),
						HttpResponse.BodyHandlers.ofInputStream());
			try (BufferedReader lines = new BufferedReader(
					new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
				List<String> nodes = new ArrayList<>();
				for (RunServer node : List.of(other, one, other)) {
					node.auth().clientCredentials(JWT);
					String data = "";
					while (!data.startsWith("data: ")) {
						data = lines.readLine();
					}
					nodes.add(JsonMapper.shared().readTree(data.substring(6)).path("node").asString());
				}
				assertThat(nodes).containsExactly("node-8", "node-7", "node-8");
			}
			assertThat(one.list(Instant.EPOCH, "claim", "plan")).isEqualTo(other.list(Instant.EPOCH, "claim", "plan"));
		}
	}

	private static boolean opens(RunServer server) throws IOException, InterruptedException {
		HttpResponse<java.io.InputStream> stream = HttpClient.newHttpClient()
			.send(server.request(server.token(RunServer.VIEWER), "/claimflow/runs/stream").build(),
					HttpResponse.BodyHandlers.ofInputStream());
		stream.body().close();
		return stream.statusCode() == 200;
	}

	@ParameterizedTest
	@EnumSource
	void valuesNeedAScopeOfTheirOwnAndEachLookIsSaid(Database database, CapturedOutput output) {
		RunServer server = SERVERS.get(database);
		Instant before = Instant.now();
		server.auth().clientCredentials(JWT);
		JsonNode run = server.newest(before, "claim", "plan");
		assertThat(run.toString()).doesNotContain(RunServer.PLAN);
		String id = run.path("id").asString();
		String path = "/claimflow/runs/" + id + "/values";
		assertThat(server.send(server.token(RunServer.VIEWER), "GET", path, null).status()).isEqualTo(403);
		assertThat(server.audit()).doesNotContain(new RunAccessEvent("client:auditor", Action.VALUES, id, 1));
		Answer answer = server.get(path);
		assertThat(answer.status()).isEqualTo(200);
		JsonNode after = answer.json().path("after").path("M2M_TOKEN");
		assertThat(after.path("plan").asString()).isEqualTo(RunServer.PLAN);
		assertThat(after.path("key").path("secret").asString()).isEqualTo("******");
		assertThat(answer.text()).doesNotContain(RunServer.SECRET);
		assertThat(after.has("email")).as("is left out by claimflow.runs.values-except").isFalse();
		assertThat(after.has("iss")).as("has not changed").isFalse();
		assertThat(server.audit()).contains(new RunAccessEvent("client:auditor", Action.VALUES, id, 1));
		assertThat(output).contains("VALUES by client:auditor: 1 runs " + id).doesNotContain(RunServer.PLAN);
		assertThat(server.get("/claimflow/runs/none/values").status()).isEqualTo(404);
	}

	@ParameterizedTest
	@EnumSource
	void whatThereIsOfAUserIsExportedAndRemoved(Database database, CapturedOutput output) {
		RunServer server = SERVERS.get(database);
		Instant before = Instant.now();
		server.auth().authorizationCodeGrant(JWT, "openid");
		server.auth().clientCredentials(JWT);
		server.runs(before, "user", USER, "trigger", "user:tokens_generation");
		server.runs(before, "workflow", "machines");
		String body = "{\"user\":\"" + USER + "\"}";
		assertThat(server.send(server.token(RunServer.VIEWER), "POST", "/claimflow/runs/export", body).status())
			.isEqualTo(403);
		Answer export = server.post("/claimflow/runs/export", body);
		assertThat(export.status()).isEqualTo(200);
		assertThat(export.text().lines()).isNotEmpty()
			.allSatisfy((line) -> assertThat(line).contains("\"userHash\":\"k1:"))
			.anySatisfy((line) -> assertThat(line).contains("\"values\":", "\"roles\":[\"a\"]"));
		assertThat(server.post("/claimflow/runs/remove", body).json().path("removed").asLong())
			.isEqualTo(export.text().lines().count());
		assertThat(server.list(before, "user", USER)).isEmpty();
		assertThat(server.list(before, "workflow", "machines")).isNotEmpty();
		assertThat(server.audit()).extracting(RunAccessEvent::action).contains(Action.EXPORT, Action.REMOVE);
		assertThat(output).contains("REMOVE by client:auditor: " + export.text().lines().count());
		assertThat(server.post("/claimflow/runs/remove", "{\"user\": 1}").status()).isEqualTo(400);
		assertThat(server.post("/claimflow/runs/remove", "{").status()).isEqualTo(400);
		assertThat(server.post("/claimflow/runs/export", "{\"user\":\"" + "x".repeat(5000) + "\"}").status())
			.isEqualTo(413);
	}

	@ParameterizedTest
	@EnumSource
	void anExportThatEndsEarlyIsInTheAuditLog(Database database, CapturedOutput output) {
		RunServer server = SERVERS.get(database);
		Instant before = Instant.now();
		server.auth().authorizationCodeGrant(JWT, "openid");
		server.runs(before, "user", USER, "trigger", "user:tokens_generation");
		server.jdbc().sql("update claimflow_run set content = 'k1:broken' where content is not null").update();
		String body = "{\"user\":\"" + USER + "\"}";
		catchThrowable(() -> server.post("/claimflow/runs/export", body));
		assertThat(output).contains("EXPORT by client:auditor: ");
		server.post("/claimflow/runs/remove", body);
	}

	@ParameterizedTest
	@EnumSource
	void nothingSecretIsInTheRows(Database database) {
		RunServer server = SERVERS.get(database);
		Instant before = Instant.now();
		AuthServer.Response machine = server.auth().clientCredentials(JWT, "scope", "openid");
		server.auth().clientCredentials(JWT, "scope", "profile");
		String code = server.auth().authorizationCode(JWT, "openid");
		AuthServer.Response person = server.auth().redeem(JWT, code);
		server.runs(before, "trigger", "user:existing_password_provided");
		server.runs(before, "status", "FAILED");
		server.runs(before, "trigger", "user:tokens_generation");
		List<String> rows = server.jdbc()
			.sql("select * from claimflow_run")
			.query((result, row) -> Stream.iterate(1, (i) -> i + 1)
				.limit(21)
				.map((i) -> string(result, i))
				.collect(Collectors.joining("|")))
			.list();
		assertThat(rows).isNotEmpty()
			.allSatisfy((row) -> assertThat(row)
				.doesNotContain(AuthServerConfiguration.PASSWORD, "secret-jwt", RunServer.SECRET, code, RunServer.PLAN,
						RunServer.EMAIL, "|" + USER + "|TRUE", "|" + USER + "|FALSE", "?key=")
				.doesNotContain(machine.text("access_token"), person.text("access_token"), person.text("refresh_token"),
						person.text("id_token")));
		assertThat(rows).anySatisfy((row) -> assertThat(row).contains("user:existing_password_provided", "******"));
	}

	private static String string(java.sql.ResultSet result, int column) {
		try {
			return String.valueOf(result.getString(column));
		}
		catch (java.sql.SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void whoMayNotLookSeesNothing() {
		RunServer server = SERVERS.get(Database.H2);
		assertThat(server.send(null, "GET", "/claimflow/runs", null).status()).isEqualTo(401);
		assertThat(server.send("x.y.z", "GET", "/claimflow/runs", null).status()).isEqualTo(401);
		String own = server.auth().clientCredentials(JWT).text("access_token");
		assertThat(server.send(own, "GET", "/claimflow/runs", null).status()).isEqualTo(401);
		assertThat(server.auth().clientCredentials(RunServer.STRANGER, "scope", RunScopes.RUNS).status())
			.isEqualTo(400);
		assertThat(server.get("/claimflow/runs/none").status()).isEqualTo(404);
		assertThat(server.get("/claimflow/runs/none/of/it").status()).isEqualTo(404);
		assertThat(server.send(server.token(RunServer.AUDITOR), "DELETE", "/claimflow/runs", null).status())
			.isEqualTo(405);
	}

	@ParameterizedTest
	@EnumSource
	void withoutTheTableTokensAreIssuedAndRunsAreDroppedAndSaid(Database database, CapturedOutput output) {
		RunServer server = SERVERS.get(database);
		server.jdbc().sql("alter table claimflow_run rename to claimflow_run_away").update();
		try {
			assertThat(server.auth().clientCredentials(JWT).status()).isEqualTo(200);
			await().untilAsserted(() -> assertThat(output).contains("runs were not recorded",
					"the database lacks tables of Claimflow"));
			assertThat(server.get("/claimflow/runs").status()).isEqualTo(503);
		}
		finally {
			server.jdbc().sql("alter table claimflow_run_away rename to claimflow_run").update();
		}
		Instant before = Instant.now();
		await().until(() -> {
			server.auth().clientCredentials(JWT);
			return !server.list(before).isEmpty();
		});
	}

	@Test
	void theDocumentHasEachCallAndNoOther() {
		RunServer server = SERVERS.get(Database.H2);
		assertThat(server.get("/claimflow/runs/openapi.json").json()).isEqualTo(RunServer.DOCUMENT.read());
		RouteVisitor routes = new RouteVisitor();
		new RunApi(null, null, null,
				new RunHttpProperties(true, List.of(), List.of(), 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1)))
			.routes()
			.accept(routes);
		assertThat(routes.calls).containsExactlyInAnyOrderElementsOf(RunServer.DOCUMENT.operations().keySet());
	}

}
