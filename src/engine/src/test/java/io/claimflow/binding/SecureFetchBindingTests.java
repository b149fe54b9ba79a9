package io.claimflow.binding;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.claimflow.Claims;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.encryption.SecureBody;
import io.claimflow.encryption.SecureFetchDecryptor;
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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code kinde.secureFetch}, with calls to a real server.
 */
class SecureFetchBindingTests {

	private static final String KEY = SecureBody.newKey();

	private static final AtomicInteger ASKED = new AtomicInteger();

	private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();

	private static final Fetcher FETCHER = new Fetcher(
			new FetchLimits(Duration.ofSeconds(20), 1024 * 1024, 5, List.of("127.0.0.1")));

	private static final LiveEngine ENGINE = new LiveEngine(WorkflowEngine.builder()
		.limits(Limits.builder().deadline(Duration.ofSeconds(20)).cpuTime(Duration.ofSeconds(20)).build())
		.fetcher(FETCHER)
		.secureFetchKeys((workflow) -> switch (workflow) {
			case "with-key" -> {
				ASKED.incrementAndGet();
				yield Optional.of(KEY);
			}
			case "bad-key" -> Optional.of("c2hvcnQ=");
			default -> Optional.empty();
		})
		.build());

	private static HttpServer server;

	@BeforeAll
	static void start() throws IOException {
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			RECEIVED.add(exchange.getRequestMethod() + "|" + exchange.getRequestHeaders().getFirst("Content-Type") + "|"
					+ new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			byte[] body = "{\"received\":true}".getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/refuse") ? 403 : 200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
	}

	@AfterAll
	static void stop() {
		ENGINE.close();
		FETCHER.close();
		server.stop(0);
	}

	@BeforeEach
	void clear() {
		RECEIVED.clear();
		ASKED.set(0);
	}

	private static Outcome run(String id, String body) {
		return TestWorkflow.runSource(ENGINE, """
				import { m2mTokenClaims, secureFetch } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "%s",
				  trigger: "m2m:token_generation",
				  bindings: { "kinde.m2mToken": {}, "kinde.secureFetch": {}, "kinde.fetch": {}, url: {} },
				};
				const URL = "http://127.0.0.1:%d";
				export default async function (event: any) {
				  const token = m2mTokenClaims<any>();
				%s
				}
				""".formatted(id, server.getAddress().getPort(), body), Claims.of(TokenType.M2M_TOKEN, Map.of()));
	}

	private static String sent(int number) throws Exception {
		return new SecureFetchDecryptor(KEY).decrypt(RECEIVED.get(number).split("\\|", 3)[2]);
	}

	@Test
	void theBodyIsEncryptedAndTheAnswerIsNot() throws Exception {
		Outcome outcome = run("with-key", """
				const { data } = await secureFetch(`${URL}/`, { method: "POST", body: { name: "Zoë", n: [1] },
				  headers: { "content-type": "application/json" } });
				token.received = data.received;
				""");
		assertThat(TestWorkflow.set(outcome)).containsEntry("received", true);
		assertThat(RECEIVED).singleElement().asString().matches("POST\\|application/json\\|[A-Za-z0-9_-]+");
		assertThat(sent(0)).isEqualTo("{\"name\":\"Zoë\",\"n\":[1]}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '!', value = { "\"plain text\" ! plain text", "new URLSearchParams({ a: 'b c' }) ! a=b+c",
			"{ a: 1 } ! {\"a\":1}", "JSON.stringify({ a: 1 }) ! {\"a\":1}" })
	void everyKindOfBodyIsEncryptedAsFetchWouldSendIt(String body, String text) throws Exception {
		assertThat(run("with-key", "await kinde.secureFetch(`${URL}/`, { body: " + body + " });").failure()).isEmpty();
		assertThat(RECEIVED.get(0)).startsWith("POST|");
		assertThat(sent(0)).isEqualTo(text);
	}

	@Test
	void itAnswersAsFetchDoes() {
		assertThat(TestWorkflow.set(run("with-key",
				"""
						const first = kinde.secureFetch(`${URL}/refuse`, { method: "PUT", body: "x", responseFormat: "text" });
						const { status, ok, text, headers } = first;
						const second = await kinde.secureFetch(`${URL}/`, { body: "x" });
						Object.assign(token, { status, ok, text, length: headers["content-length"], json: second.json.received });
						""")))
			.isEqualTo(Map.of("status", 403, "ok", false, "text", "{\"received\":true}", "length", "17", "json", true));
		// By the deployment, and by the run for both calls.
		assertThat(ASKED).hasValue(2);
	}

	@Test
	void theSameBodyIsNeverEncryptedToTheSame() {
		run("with-key", "for (let i = 0; i < 2; i++) await kinde.secureFetch(`${URL}/`, { body: 'same' });");
		assertThat(RECEIVED).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void withoutAKeyNothingIsSent() {
		assertThat(message(run("no-key", "await secureFetch(`${URL}/`, { method: 'POST', body: 's3cret' });")))
			.contains("kinde.secureFetch: the workflow \"no-key\" has no active key, so nothing was sent")
			.contains("claimflow.secure-fetch.keys.no-key");
		assertThat(message(run("bad-key", "await secureFetch(`${URL}/`, { method: 'POST', body: 's3cret' });")))
			.contains("the key of the workflow \"bad-key\" cannot be used")
			.doesNotContain("c2hvcnQ");
		assertThat(RECEIVED).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '!',
			value = { "{}", "{ method: 'GET', body: 'x' }", "{ method: 'DELETE' }", "{ method: 'POST' }" })
	void whatHasNoBodyIsNotSent(String options) {
		assertThat(message(run("with-key", "await kinde.secureFetch(`${URL}/`, " + options + ");")))
			.contains("give it a body, and the method POST, PUT or PATCH");
		assertThat(RECEIVED).isEmpty();
	}

	@Test
	void anAddressThatIsNotPublicIsRefused() {
		assertThat(message(run("with-key", "await kinde.secureFetch('http://10.0.0.1/', { body: 'x' });")))
			.contains("10.0.0.1 is a private address");
	}

	private static String message(Outcome outcome) {
		return outcome.failure().map(Failure::message).orElse("");
	}

}
