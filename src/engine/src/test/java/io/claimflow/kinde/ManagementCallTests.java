package io.claimflow.kinde;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.VariableSource;
import io.claimflow.Warning;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.fetch.Fetcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for what the library does with a server's management API, and for what it needs
 * of the workflow's bindings for that.
 */
class ManagementCallTests {

	private static final String SECRET = "m2m-s3cr3t (+)";

	private static final Map<String, String> VARIABLES = Map.of("KINDE_WF_M2M_CLIENT_ID", "workflows",
			"KINDE_WF_M2M_CLIENT_SECRET", SECRET, "OTHER_ID", "others", "OTHER_SECRET", "0ther-s3cr3t");

	private static final BlockingQueue<String> REQUESTS = new LinkedBlockingQueue<>();

	private static final Fetcher FETCHER = new Fetcher(
			new FetchLimits(Duration.ofSeconds(20), 1024 * 1024, 5, List.of("127.0.0.1")));

	private static final LiveEngine ENGINE = new LiveEngine(WorkflowEngine.builder()
		.limits(Limits.builder().deadline(Duration.ofSeconds(20)).loadTime(Duration.ofMinutes(1)).build())
		.capacity(Capacity.builder().cpuTime(Duration.ofMinutes(1)).outcomeCacheSize(0).build())
		.variables((name) -> Optional.ofNullable(VARIABLES.get(name))
			.map((value) -> new VariableSource.Variable(value, name.contains("SECRET"))))
		.fetcher(FETCHER)
		.build());

	private static HttpServer server;

	@BeforeAll
	static void start() throws IOException {
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", ManagementCallTests::answer);
		server.start();
	}

	private static void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().toString();
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		REQUESTS.add(exchange.getRequestMethod() + " " + path + " " + body);
		boolean known = path.startsWith("/oauth2/token") || path.startsWith("/api/v1/user");
		byte[] answer = (path.startsWith("/oauth2/token") ? "{\"access_token\": \"t0ken-t0ken\"}"
				: known ? "{\"code\": \"OK\"}" : "{\"errors\": [{\"code\": \"ROUTE_NOT_FOUND\", \"message\": \"No\"}]}")
			.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().add("Content-Type", "application/json");
		exchange.sendResponseHeaders(known ? 200 : 404, answer.length);
		exchange.getResponseBody().write(answer);
		exchange.close();
	}

	@AfterAll
	static void stop() {
		ENGINE.close();
		FETCHER.close();
		server.stop(0);
	}

	@BeforeEach
	void forget() {
		REQUESTS.clear();
	}

	private static String origin() {
		return "http://127.0.0.1:" + server.getAddress().getPort();
	}

	/** Runs a workflow that has declared some bindings. */
	private static Outcome run(String bindings, String body) {
		TestWorkflow.deploy(ENGINE, TestWorkflow.project(TestWorkflow.FILE, """
				import { createKindeAPI, fetch, getEnvironmentVariable, m2mTokenClaims } from "@kinde/infrastructure";
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation",
				  bindings: { "kinde.m2mToken": {}, %s } };
				declare const kinde: any;
				const skipCache = true;
				export default async function (event: any) {
				const token = m2mTokenClaims<any>();
				%s
				}
				""".formatted(bindings, body)));
		Event event = new Event(Map.of("ip", "203.0.113.7"),
				Map.of("application", Map.of("clientId", "demo"), "domains", Map.of("kindeDomain", origin())));
		return ENGINE.run(ENGINE.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), event,
				Claims.of(TokenType.M2M_TOKEN, Map.of()));
	}

	private static Outcome call(String call) {
		return run("\"kinde.env\": {}", "const api = await createKindeAPI(event, { skipCache });\n" + call);
	}

	private static String requests() {
		return REQUESTS.stream().collect(Collectors.joining("\n"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"kinde.fetch\": {}", "\"kinde.env\": {}", "url: {}", "\"kinde.auth\": {}",
			"\"kinde.env\": {}, \"kinde.fetch\": {}, url: {}" })
	void libraryNeedsNoBindingForItsOwnWork(String bindings) {
		Outcome outcome = run(bindings, """
				const api = await createKindeAPI(event, { skipCache });
				token.code = (await api.get({ endpoint: "users", params: { email: "a b+c@one.example" } })).data.code;
				""");
		assertThat(TestWorkflow.set(outcome)).as("%s", outcome).containsEntry("code", "OK");
		assertThat(requests()).contains("client_id=workflows&client_secret=m2m-s3cr3t+%28%2B%29&scope=",
				"GET /api/v1/users?email=a+b%2Bc%40one.example");
	}

	@ParameterizedTest
	@ValueSource(strings = { "await kinde.fetch('http://127.0.0.1/')", "await fetch('http://127.0.0.1/')",
			"kinde.env.get('OTHER_ID')", "getEnvironmentVariable('KINDE_WF_M2M_CLIENT_SECRET')",
			"new (globalThis as any).URL('http://x')",
			"await createKindeAPI(event, { clientIdKey: 'OTHER_ID', clientSecretKey: 'OTHER_SECRET', skipCache } as any)",
			"await createKindeAPI({ context: { domains: { kindeDomain: 'http://127.0.0.1:1' } } } as any, { skipCache })",
			"await (await import('claimflow:host' as any)).fetch('http://127.0.0.1/')" })
	void authorsCodeDoesNotGetWhatTheLibraryNeeds(String code) {
		Outcome outcome;
		try {
			outcome = run("\"kinde.auth\": {}",
					"try { " + code + "; token.got = true; } catch (e) { token.error = String(e); }");
		}
		catch (AssertionError refused) {
			assertThat(refused).hasMessageContaining("claimflow:host");
			return;
		}
		assertThat(TestWorkflow.set(outcome)).containsKey("error").doesNotContainKey("got");
		assertThat(requests()).isEmpty();
	}

	@Test
	void moduleOfTheEngineCannotBeImported() {
		assertThat(catchThrowable(() -> TestWorkflow.deploy(ENGINE, TestWorkflow.project(TestWorkflow.FILE, """
				import { fetch } from "claimflow:host";
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation" };
				export default async function () { fetch("http://127.0.0.1/"); }
				""")))).hasMessageContaining("claimflow:host");
	}

	@Test
	void fetchOfTheLibraryIsThereWhereTheWorkflowCanCallOthers() {
		Outcome outcome = run("\"kinde.secureFetch\": {}", """
				token.code = (await fetch("%s/api/v1/user")).data.code;
				token.own = typeof kinde.fetch;
				""".formatted(origin()));
		assertThat(TestWorkflow.set(outcome)).containsEntry("code", "OK").containsEntry("own", "function");
	}

	@Test
	void callThatIsRefusedIsAWarningWithItsPlace() {
		Outcome outcome = call(
				"token.found = (await api.get({ endpoint: 'organizations?name=secret' })).data.organizations !== undefined;");
		assertThat(TestWorkflow.set(outcome)).containsEntry("found", false);
		assertThat(outcome.warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.kind()).isEqualTo(Warning.Kind.REFUSED_CALL);
			assertThat(warning.message())
				.contains("GET /api/v1/organizations failed with status 404, ROUTE_NOT_FOUND",
						TestWorkflow.FILE + ":9:")
				.doesNotContain("secret");
			assertThat(warning.location()).hasValueSatisfying((place) -> assertThat(place.line()).isEqualTo(9));
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			get    | json
			put    | json
			patch  | requestBody
			post   | body
			delete | query
			""")
	void optionThatIsUnknownIsAWarning(String method, String option) {
		Outcome outcome = call("await api.%s({ endpoint: 'user', %s: { a: 1 } } as any);".formatted(method, option));
		assertThat(outcome.warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.kind()).isEqualTo(Warning.Kind.UNKNOWN_OPTION);
			assertThat(warning.message()).contains(method, "'" + option + "'", "endpoint, params, contentType");
			assertThat(warning.location()).isPresent();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{ endpoint: '' }", "{ endpoint: 1 }", "null", "{ params: {} }" })
	void endpointThatIsMissingIsAnError(String options) {
		Outcome outcome = call("await api.get(%s as any);".formatted(options.isEmpty() ? "undefined" : options));
		assertThat(outcome.failure()).hasValueSatisfying((failure) -> {
			assertThat(failure.message()).contains("get of the management API needs an endpoint");
			assertThat(failure.location()).isPresent();
		});
		assertThat(requests()).doesNotContain("undefined");
	}

	@ParameterizedTest
	@ValueSource(strings = { "users/u1/properties", "/users/u1/properties", "/api/v1/users/u1/properties",
			"api/v1/users/u1/properties" })
	void endpointMayStandInPlaceOfTheOptions(String endpoint) {
		Outcome outcome = call("await api.patch('%s' as any, { properties: { plan: 'pro' } });".formatted(endpoint));
		assertThat(outcome.warnings()).isEmpty();
		assertThat(requests()).contains("PATCH /api/v1/users/u1/properties {\"properties\":{\"plan\":\"pro\"}}");
	}

}
