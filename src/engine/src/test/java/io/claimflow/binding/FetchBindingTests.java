package io.claimflow.binding;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.claimflow.Claims;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.Warning;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.fetch.Fetcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code kinde.fetch}, with calls to a real server.
 */
class FetchBindingTests {

	private static final AtomicInteger COUNTED = new AtomicInteger();

	private static final CountDownLatch NEVER = new CountDownLatch(1);

	/** Opens once three calls are under way at the same time. */
	private static final CyclicBarrier THREE = new CyclicBarrier(3);

	private static final ExecutorService THREADS = Executors.newCachedThreadPool();

	private static final Fetcher FETCHER = new Fetcher(
			new FetchLimits(Duration.ofSeconds(20), 1024 * 1024, 5, List.of("127.0.0.1")));

	private static final LiveEngine ENGINE = engine(Duration.ofSeconds(20));

	private static HttpServer server;

	@BeforeAll
	static void start() throws IOException {
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(THREADS);
		answer("/json", 200, "application/json", "{\"plan\":\"pro\",\"seats\":[1,2]}");
		answer("/text", 200, "text/plain; charset=utf-8", "naïve 😀");
		answer("/missing", 404, "application/json", "{\"error\":\"none\"}");
		answer("/broken", 502, "text/html", "<h1>Bad gateway</h1>");
		answer("/number", 200, "text/plain", "41");
		answer("/html", 200, "text/html", "<p>");
		answer("/empty", 204, "text/plain", "");
		server.createContext("/echo", (exchange) -> {
			String seen = exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Content-Type")
					+ " " + exchange.getRequestHeaders().getFirst("X-Test") + " "
					+ new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			byte[] body = seen.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.createContext("/counted", (exchange) -> {
			COUNTED.incrementAndGet();
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		server.createContext("/moved", (exchange) -> {
			exchange.getResponseHeaders().add("Location", "/json");
			exchange.sendResponseHeaders(302, -1);
			exchange.close();
		});
		server.createContext("/three", (exchange) -> {
			try {
				THREE.await(15, TimeUnit.SECONDS);
				exchange.sendResponseHeaders(200, -1);
			}
			catch (Exception ex) {
				exchange.sendResponseHeaders(500, -1);
			}
			exchange.close();
		});
		server.createContext("/never", (exchange) -> {
			try {
				NEVER.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			exchange.close();
		});
		server.start();
	}

	private static void answer(String path, int status, String contentType, String body) {
		server.createContext(path, (exchange) -> {
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", contentType);
			exchange.getResponseHeaders().add("X-Seen", "yes");
			exchange.sendResponseHeaders(status, (bytes.length == 0) ? -1 : bytes.length);
			if (bytes.length > 0) {
				exchange.getResponseBody().write(bytes);
			}
			exchange.close();
		});
	}

	@AfterAll
	static void stop() {
		NEVER.countDown();
		ENGINE.close();
		FETCHER.close();
		server.stop(0);
		THREADS.shutdownNow();
	}

	private static LiveEngine engine(Duration deadline) {
		return new LiveEngine(
				WorkflowEngine.builder().limits(Limits.builder().deadline(deadline).build()).fetcher(FETCHER).build());
	}

	private static String base() {
		return "http://127.0.0.1:" + server.getAddress().getPort();
	}

	private static Outcome run(String body) {
		return run(ENGINE, body);
	}

	private static Outcome run(LiveEngine engine, String body) {
		TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, """
				import { fetch } from "@kinde/infrastructure";
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation",
				  bindings: { "kinde.fetch": {}, "kinde.m2mToken": {}, url: {} } };
				declare const kinde: any;
				const base = "%s";
				export default async function (event: any) {
				%s
				}
				""".formatted(base(), body)));
		return engine.run(engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), TestWorkflow.event(),
				Claims.of(TokenType.M2M_TOKEN, Map.of()));
	}

	private static List<String> log(String body) {
		Outcome outcome = run(body);
		assertThat(outcome.failure()).isEmpty();
		return outcome.log().stream().map(LogLine::message).toList();
	}

	@Test
	void theResultIsThereToReadAtOnce() {
		assertThat(log("""
				const result = kinde.fetch(base + "/json");
				console.log(result.json.plan, result.status, result.ok, result.headers["x-seen"], "text" in result);
				const text = kinde.fetch(base + "/text", { responseFormat: "text" });
				console.log(text.text, "json" in text, Object.keys(text).join());
				""")).containsExactly("pro 200 true yes false", "naïve 😀 false text,status,ok,headers");
	}

	@Test
	void anAnswerWithMoreBehindItIsAWarningOfTheRun() throws IOException {
		String json = "{\"name\":\"Jörg\"}";
		String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json + "\r\n";
		try (ServerSocket raw = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			THREADS.execute(() -> {
				try (Socket socket = raw.accept()) {
					socket.getInputStream().read(new byte[8192]);
					socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
				}
				catch (IOException ex) {
					// The test is over
				}
			});
			Outcome outcome = run("kinde.fetch('http://127.0.0.1:%d/', { responseFormat: 'text' }).text;"
				.formatted(raw.getLocalPort()));
			assertThat(outcome.failure()).isEmpty();
			assertThat(outcome.warnings()).singleElement().satisfies((warning) -> {
				assertThat(warning.kind()).isEqualTo(Warning.Kind.SURPLUS_ANSWER);
				assertThat(warning.message()).contains("http://127.0.0.1:" + raw.getLocalPort(), "Content-Length");
			});
		}
	}

	@Test
	void theResultIsThereToAwait() {
		assertThat(
				log("""
						const result = await kinde.fetch(base + "/json", { method: "GET" });
						console.log(result.json.seats.length, result.status, typeof result.then);
						await kinde.fetch(base + "/json").then((r: any) => console.log(r.json.plan)).finally(() => console.log("done"));
						"""))
			.containsExactly("2 200 undefined", "pro", "done");
	}

	@Test
	void theLibrarysFetchAnswersWithData() {
		assertThat(log("""
				const { data } = await fetch<any>(base + "/json", { method: "GET", headers: {} });
				console.log(data.plan);
				""")).containsExactly("pro");
	}

	@Test
	void awaitedCallsRunSideBySide() {
		assertThat(log("""
				const all = await Promise.all([1, 2, 3].map((n) => kinde.fetch(base + "/three?" + n)));
				console.log(all.map((r: any) => r.status).join());
				""")).containsExactly("200,200,200");
	}

	@Test
	void callsThatWereBegunBeforeRunSideBySideToo() {
		assertThat(log("""
				const one = kinde.fetch(base + "/three"), two = kinde.fetch(base + "/three");
				const three = await kinde.fetch(base + "/three");
				console.log(one.status, two.status, three.status, (await one).status);
				""")).containsExactly("200 200 200 200");
	}

	@Test
	void noStatusThrows() {
		assertThat(log("""
				const missing = await kinde.fetch(base + "/missing");
				console.log(missing.status, missing.ok, missing.json.error);
				const broken = await kinde.fetch(base + "/broken");
				console.log(broken.status, broken.json);
				const empty = await kinde.fetch(base + "/empty");
				console.log(empty.status, empty.ok, empty.json);
				""")).containsExactly("404 false none", "502 undefined", "204 true undefined");
	}

	@Test
	void bodiesAreEncodedAsWhatTheyAre() {
		assertThat(log("""
				const send = (body: any, headers?: any) =>
				  kinde.fetch(base + "/echo", { method: "post", body, headers, responseFormat: "text" }).text;
				console.log(send("plain", { "content-type": "text/x", "X-Test": 5 }));
				console.log(send({ a: [1] }));
				console.log(send(new URLSearchParams({ a: "b c", d: "é" })));
				console.log(send(undefined));
				console.log(send({ a: 1 }, { "Content-Type": "application/vnd.x+json" }));
				console.log(send("plain", new Headers({ "Content-Type": "text/y", "X-Test": "6" })));
				""")).containsExactly("POST text/x 5 plain", "POST application/json null {\"a\":[1]}",
				"POST application/x-www-form-urlencoded null a=b+c&d=%C3%A9", "POST null null ",
				"POST application/vnd.x+json null {\"a\":1}", "POST text/y 6 plain");
	}

	@ParameterizedTest
	@ValueSource(strings = { "kinde.fetch(target).json", "await kinde.fetch(target)", "await fetch(target, {} as any)",
			"(await Promise.allSettled([kinde.fetch(target)])).forEach((r: any) => { throw r.reason; })" })
	void aCallThatFailsThrowsAnErrorThatSaysWhy(String code) {
		Outcome outcome = run("const target = 'http://10.0.0.1/secret?token=abc';" + code + ";");
		assertThat(outcome.failure()).hasValueSatisfying((failure) -> {
			assertThat(failure.kind()).isEqualTo(Failure.Kind.EXCEPTION);
			assertThat(failure.message()).startsWith("Error: ").contains("claimflow.fetch.allow").doesNotContain("abc");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "(await kinde.fetch(base + '/html?token=abc')).json",
			"kinde.fetch(base + '/html?token=abc').json",
			"const { json } = await kinde.fetch(base + '/html?token=abc')",
			"(await fetch(base + '/html?token=abc', {} as any)).data" })
	void anAnswerThatIsNotJsonSaysSoWhenItIsRead(String code) {
		assertThat(run(code).failure()).hasValueSatisfying((failure) -> {
			assertThat(failure.message()).startsWith("Error: " + base() + " did not answer with JSON");
			assertThat(failure.location()).isPresent();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "(await fetch(base + '/text')).data",
			"(await fetch(base + '/text', { method: 'GET' } as any)).data", "(await kinde.fetch(base + '/text')).json",
			"kinde.fetch(base + '/text', {}).json" })
	void plainTextIsTextForThoseWhoHaveNotAskedForJson(String code) {
		Outcome outcome = run("console.log(" + code + ");");
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.log()).extracting(LogLine::message).containsExactly("naïve 😀");
		assertThat(outcome.warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.kind()).isEqualTo(Warning.Kind.TEXT_ANSWER);
			assertThat(warning.message()).contains(base() + " answered with text", "responseFormat: \"text\"",
					TestWorkflow.FILE);
		});
	}

	@Test
	void plainTextThatIsJsonIsReadAsJson() {
		Outcome outcome = run("console.log((await fetch(base + '/number')).data + 1);");
		assertThat(outcome.log()).extracting(LogLine::message).containsExactly("42");
		assertThat(outcome.warnings()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(await fetch(base + '/text', { responseFormat: 'json' } as any)).data",
			"kinde.fetch(base + '/text', { responseFormat: 'json' }).json" })
	void plainTextIsAnErrorForThoseWhoHaveAskedForJson(String code) {
		assertThat(run(code).failure())
			.hasValueSatisfying((failure) -> assertThat(failure.message()).contains("did not answer with JSON"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "await kinde.fetch(base + '/html')", "kinde.fetch(base + '/html').status",
			"await fetch(base + '/html', {} as any)", "await fetch(base + '/html', { method: 'POST' } as any)" })
	void anAnswerThatIsNotJsonIsNoErrorForThoseWhoDoNotReadIt(String code) {
		Outcome outcome = run("console.log(" + code + ");");
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.warnings()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "await kinde.fetch(base + '/never')", "kinde.fetch(base + '/never').json",
			"await Promise.race([kinde.fetch(base + '/never'), new Promise(() => {})])",
			"try { kinde.fetch(base + '/never').json } catch {} for (;;);" })
	void theDeadlineCutsCallsShort(String code) {
		try (LiveEngine engine = engine(Duration.ofMillis(700))) {
			engine.warmUp(1);
			Outcome outcome = run(engine, code + ";");
			assertThat(outcome.failure()).map(Failure::kind).contains(Failure.Kind.DEADLINE);
			assertThat(outcome.duration()).isLessThan(Duration.ofSeconds(10));
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		}
	}

	@Test
	void theDeadlineIsTheFailureOfAFunctionThatIsNotAsyncToo() {
		try (LiveEngine engine = engine(Duration.ofMillis(700))) {
			engine.warmUp(1);
			TestWorkflow.deploy(engine,
					TestWorkflow.project(TestWorkflow.FILE,
							"""
									export const workflowSettings = { id: "x", trigger: "m2m:token_generation", bindings: { "kinde.fetch": {} } };
									declare const kinde: any;
									export default () => { kinde.fetch("%s/never").json; };
									"""
								.formatted(base())));
			assertThat(engine
				.run(engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), TestWorkflow.event(), Claims.none())
				.failure()).map(Failure::kind).contains(Failure.Kind.DEADLINE);
		}
	}

	@Test
	void aCallThatNobodyWaitsForIsMadeAndAWarning() {
		int before = COUNTED.get();
		Outcome outcome = run("kinde.fetch(base + '/counted').then(() => kinde.fetch(base + '/counted')).then(() => "
				+ "kinde.m2mToken.setCustomClaim('late', true)); console.log('left');");
		assertThat(outcome.status()).isEqualTo(Outcome.Status.COMPLETED);
		assertThat(COUNTED.get() - before).isEqualTo(2);
		assertThat(TestWorkflow.set(outcome)).containsEntry("late", true);
		assertThat(outcome.warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.kind()).isEqualTo(Warning.Kind.FLOATING_PROMISE);
			assertThat(warning.message()).contains("a call that it had begun", "await the promise");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "kinde.fetch('http://10.0.0.1/');", "kinde.fetch('http://10.0.0.1/').then(() => 1);",
			"(async () => { await kinde.fetch('http://10.0.0.1/'); })();" })
	void aCallThatFailsAndThatNobodyWaitsForIsAWarningWithItsPlace(String statement) {
		Outcome outcome = run("await null;\n" + statement);
		assertThat(outcome.status()).isEqualTo(Outcome.Status.COMPLETED);
		assertThat(outcome.warnings()).filteredOn((warning) -> warning.kind() == Warning.Kind.FAILED_CALL)
			.singleElement()
			.satisfies((warning) -> assertThat(warning.message()).containsPattern("at " + TestWorkflow.FILE
					+ ":\\d+:\\d+: Error: The call to http://10.0.0.1 is refused: .*; await"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "await kinde.fetch('http://10.0.0.1/').catch(() => 1);",
			"try { kinde.fetch('http://10.0.0.1/').json; } catch {}",
			"const a = kinde.fetch('http://10.0.0.1/'); await kinde.fetch(base + '/counted'); try { await a; } catch {}",
			"await Promise.allSettled([kinde.fetch('http://10.0.0.1/')]);" })
	void aCallWhoseFailureIsLookedAtIsNoWarning(String statement) {
		Outcome outcome = run(statement);
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.warnings()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "await kinde.fetch(base + '/counted', { signal });",
			"kinde.fetch(base + '/counted', { signal }).json;", "await fetch(base + '/counted', { signal });",
			"await Promise.all([kinde.fetch(base + '/counted', { signal: AbortSignal.any([signal]) })]);" })
	void aCallWithASignalThatIsAbortedIsNotMade(String call) {
		int before = COUNTED.get();
		Outcome outcome = run("""
				const controller = new AbortController();
				const { signal } = controller;
				controller.abort(new RangeError("enough"));
				try { %s } catch (error: any) { console.log(error.name, error.message); }
				""".formatted(call));
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.log()).extracting(LogLine::message).containsExactly("RangeError enough");
		assertThat(outcome.warnings()).isEmpty();
		assertThat(COUNTED.get()).isEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					const signal = AbortSignal.timeout(30); await kinde.fetch(base + '/never', { signal }); | TimeoutError
					const signal = AbortSignal.timeout(30); kinde.fetch(base + '/never', { signal }).json; | TimeoutError
					const signal = AbortSignal.timeout(30); await fetch(base + '/never', { signal }); | TimeoutError
					const signal = AbortSignal.any([new AbortController().signal, AbortSignal.timeout(30), AbortSignal.timeout(9e6)]); kinde.fetch(base + '/never', { signal }).ok; | TimeoutError
					const c = new AbortController(); setTimeout(() => c.abort(), 30); await kinde.fetch(base + '/never', { signal: c.signal }); | AbortError
					const c = new AbortController(); const p = kinde.fetch(base + '/never', { signal: c.signal }); c.abort(); p.json; | AbortError
					const c = new AbortController(); kinde.fetch(base + '/json').then(() => c.abort()); await kinde.fetch(base + '/never', { signal: c.signal }); | AbortError
					""")
	void aSignalEndsACallThatIsUnderWay(String code, String error) {
		Outcome outcome = run("try { " + code + " } catch (error: any) { console.log(error.name); }");
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.log()).extracting(LogLine::message).containsExactly(error);
	}

	@Test
	void aSignalThatIsAbortedAfterTheAnswerChangesNothing() {
		assertThat(run("""
				const controller = new AbortController();
				const result = kinde.fetch(base + '/json', { signal: controller.signal });
				await result;
				controller.abort();
				console.log(result.json.plan);
				""").log()).extracting(LogLine::message).containsExactly("pro");
	}

	@Test
	void whatIsNoSignalIsRefused() {
		assertThat(run("await kinde.fetch(base + '/json', { signal: {} });").failure())
			.hasValueSatisfying((failure) -> assertThat(failure.message())
				.isEqualTo("TypeError: The option signal of kinde.fetch takes an AbortSignal"));
	}

	@Test
	void aRedirectIsFollowedOrIsTheAnswerOrFailsTheCall() {
		Outcome outcome = run("""
				console.log((await kinde.fetch(base + "/moved", { redirect: "follow" })).json.plan);
				const moved = kinde.fetch(base + "/moved", { redirect: "manual", responseFormat: "text" });
				console.log(moved.status, moved.ok, moved.headers.location);
				const shown = await globalThis.fetch(base + "/moved", { redirect: "manual" });
				console.log(shown.status, shown.ok, shown.headers.get("location"));
				const request = new Request(base + "/moved", { redirect: "error" });
				for (const call of [() => kinde.fetch(base + "/moved", { redirect: "error" }).json,
				    () => fetch(base + "/moved", { redirect: "error" } as any), () => globalThis.fetch(request)]) {
				  try { await call(); } catch (error: any) { console.log(error.message.replace(base, "")); }
				}
				""");
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.warnings()).isEmpty();
		String refused = " answered with a redirect (302), and the call has the option redirect: \"error\"";
		assertThat(outcome.log()).extracting(LogLine::message)
			.containsExactly("pro", "302 false /json", "302 false /json", refused, refused, refused);
	}

	@Test
	void anotherRedirectModeIsRefused() {
		assertThat(run("await kinde.fetch(base + '/moved', { redirect: 'no' });").failure())
			.hasValueSatisfying((failure) -> assertThat(failure.message())
				.isEqualTo("TypeError: The option redirect of kinde.fetch is one of follow, error, manual"));
	}

	@Test
	void anOptionThatIsUnknownIsAWarningWithItsPlace() {
		Outcome outcome = run("await fetch(base + '/json', { timeout: 100 });");
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.kind()).isEqualTo(Warning.Kind.UNKNOWN_OPTION);
			assertThat(warning.message())
				.startsWith("kinde.fetch has no option 'timeout', which is ignored; the options are method, headers");
			assertThat(warning.location())
				.hasValueSatisfying((place) -> assertThat(place.file()).isEqualTo(TestWorkflow.FILE));
		});
	}

	@Test
	void theDeadlineEndsACallThatNobodyWaitsForToo() {
		try (LiveEngine engine = engine(Duration.ofSeconds(1))) {
			engine.warmUp(1);
			assertThat(run(engine, "kinde.fetch(base + '/never');").failure()).map(Failure::kind)
				.contains(Failure.Kind.DEADLINE);
		}
	}

	@Test
	void aRunMakesALimitedNumberOfCalls() {
		int before = COUNTED.get();
		Outcome outcome = run("for (let i = 0; i < 21; i++) await kinde.fetch(base + '/counted');");
		assertThat(outcome.failure()).map(Failure::message)
			.hasValueSatisfying((message) -> assertThat(message).contains("20 calls", "claimflow.limits.calls"));
		assertThat(COUNTED.get() - before).isEqualTo(20);
	}

	@ParameterizedTest
	@ValueSource(strings = { "kinde.fetch(base)", "globalThis.fetch(base)", "globalThis.fetch(new Request(base))" })
	void aServerCanLetWorkflowsMakeNoCalls(String call) {
		try (LiveEngine engine = new LiveEngine(WorkflowEngine.builder().build())) {
			engine.warmUp(1);
			assertThat(run(engine, "await " + call).failure()).map(Failure::message)
				.contains("Error: This server lets workflows make no calls");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "url: {}", "'kinde.env': {}", "'kinde.secureFetch': {}", "kinde: {}" })
	void itIsThereForThoseWhoDeclareWhatGoesWithIt(String bindings) {
		TestWorkflow.deploy(ENGINE, TestWorkflow.project(TestWorkflow.FILE, """
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation", bindings: { %s } };
				declare const kinde: any;
				export default () => console.log(typeof kinde.fetch);
				""".formatted(bindings)));
		assertThat(ENGINE
			.run(ENGINE.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), TestWorkflow.event(), Claims.none())
			.log()).extracting(LogLine::message).containsExactly("function");
	}

	@Test
	void aGlobalFetchHasTheShapeOfTheWeb() {
		assertThat(
				log("""
						const response = await globalThis.fetch("%1$s/json", { headers: new Headers({ "x-test": "a" }) });
						console.log(response instanceof Response, response.status, response.ok, response.url.endsWith("/json"),
						  response.headers.get("content-type"), response.bodyUsed);
						const copy = response.clone();
						console.log((await response.json()).plan, response.bodyUsed, await copy.text());
						const missing = await globalThis.fetch(new Request("%1$s/missing"));
						console.log(missing.ok, missing.status, await missing.json());
						console.log(await (await globalThis.fetch("%1$s/echo", { method: "post", body: new URLSearchParams({ a: "1" }) })).text());
						console.log(await (await globalThis.fetch("%1$s/echo", { method: "PUT", headers: { "X-Test": "t" }, body: "naïve" })).text());
						console.log((await globalThis.fetch("%1$s/empty")).status);
						"""
					.formatted(base())))
			.containsExactly("true 200 true true application/json false", "pro true {\"plan\":\"pro\",\"seats\":[1,2]}",
					"false 404 { error: 'none' }", "POST application/x-www-form-urlencoded;charset=UTF-8 null a=1",
					"PUT text/plain;charset=UTF-8 t naïve", "204");
	}

	@Test
	void aFormOfFieldsAndFilesIsSentAsMultipart() {
		assertThat(log("""
				const form = new FormData();
				form.append("name", "Jörg");
				form.set("file", new Blob(["a,b"], { type: "text/csv" }), "a.csv");
				console.log(await (await globalThis.fetch("%s/echo", { method: "POST", body: form })).text());
				""".formatted(base()))).singleElement()
			.asString()
			.matches("POST multipart/form-data; boundary=(claimflow-[\\w-]+) null --\\1\\s+"
					+ "Content-Disposition: form-data; name=\"name\"\\s+Jörg\\s+--\\1\\s+"
					+ "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\\s+Content-Type: text/csv\\s+a,b\\s+--\\1--\\s*");
	}

	@Test
	void whatAFetchOfTheWebCannotDoIsSaid() {
		assertThat(
				log("""
						const failure = (promise: Promise<unknown>) => promise.then(() => "none", (error) => error.message);
						console.log(await failure(globalThis.fetch("%1$s/echo", { method: "POST", body: new Uint8Array([0xff]) })));
						console.log(await failure(globalThis.fetch("%1$s/echo", { body: "x" })));
						const response: any = await globalThis.fetch("%1$s/json");
						try { void response.data; } catch (error: any) { console.log(error.message); }
						const stopped = new AbortController();
						stopped.abort();
						console.log(await globalThis.fetch("%1$s/json", { signal: stopped.signal }).catch((error) => error.name));
						"""
					.formatted(base())))
			.containsExactly("A body that is not UTF-8 text cannot be sent; encode it, for instance as Base64",
					"A request with GET has no body",
					"This is the fetch of the web: use await response.json(), or import { fetch } from \"@kinde/infrastructure\"",
					"AbortError");
	}

}
