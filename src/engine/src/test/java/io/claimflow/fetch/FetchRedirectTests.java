package io.claimflow.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.claimflow.fetch.TestCalls.NO_NAMES;
import static io.claimflow.fetch.TestCalls.failure;
import static io.claimflow.fetch.TestCalls.get;
import static io.claimflow.fetch.TestCalls.names;
import static io.claimflow.fetch.TestCalls.open;
import static io.claimflow.fetch.TestCalls.response;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redirects.
 */
class FetchRedirectTests {

	private final TestServer server = new TestServer().answering("/end", 200, "end");

	FetchRedirectTests() throws IOException {
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "301,POST,GET", "302,POST,GET", "303,POST,GET", "303,PUT,GET", "301,PUT,PUT", "302,DELETE,DELETE",
			"307,POST,POST", "308,PUT,PUT", "303,HEAD,HEAD", "301,GET,GET" })
	void methodChangesAsInBrowsers(int status, String method, String next) throws Exception {
		this.server.redirecting("/start", status, "/end");
		String body = method.equals("GET") || method.equals("HEAD") ? null : "{}";
		try (Fetcher fetcher = new Fetcher(open("127.0.0.1"), NO_NAMES)) {
			response(fetcher, new FetchRequest(method, this.server.url("/start"),
					Map.of("Content-Type", "application/json", "X-Key", "k", "Authorization", "Bearer t"), body));
		}
		boolean kept = method.equals(next);
		assertThat(this.server.received()).hasSize(2);
		assertThat(this.server.last().method()).isEqualTo(next);
		assertThat(this.server.last().body()).isEqualTo((kept && body != null) ? body : "");
		assertThat(this.server.last().header("Content-Type")).hasSize(kept ? 1 : 0);
		assertThat(this.server.last().header("X-Key")).containsExactly("k");
		assertThat(this.server.last().header("Authorization")).containsExactly("Bearer t");
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void aRedirectIsTheAnswerIfTheCallSaysSo(int status) throws Exception {
		this.server.redirecting("/start", status, "http://10.0.0.1/?code=1");
		try (Fetcher fetcher = new Fetcher(open("127.0.0.1"), NO_NAMES)) {
			FetchResponse response = response(fetcher, request(FetchRequest.Redirect.MANUAL));
			assertThat(response.status()).isEqualTo(status);
			assertThat(response.headers()).containsEntry("location", "http://10.0.0.1/?code=1");
		}
		assertThat(this.server.received()).hasSize(1);
	}

	@Test
	void aRedirectFailsACallThatTakesNone() throws Exception {
		this.server.redirecting("/start", 302, "/end?code=s3cret");
		try (Fetcher fetcher = new Fetcher(open("127.0.0.1"), NO_NAMES)) {
			assertThat(failure(fetcher, request(FetchRequest.Redirect.ERROR))).isEqualTo(this.server.url("")
					+ " answered with a redirect (302), and the call has the option " + "redirect: \"error\"");
		}
		assertThat(this.server.received()).hasSize(1);
	}

	private FetchRequest request(FetchRequest.Redirect redirect) {
		return new FetchRequest("GET", this.server.url("/start"), Map.of(), null, redirect);
	}

	@Test
	void credentialsDoNotFollowToAnotherOrigin() throws Exception {
		this.server.redirecting("/start", 307, this.server.url("other.example", "/end"));
		try (Fetcher fetcher = new Fetcher(open("127.0.0.1"), names("127.0.0.1"))) {
			response(fetcher, new FetchRequest("GET", this.server.url("api.example", "/start"),
					Map.of("AUTHORIZATION", "Bearer t", "cookie", "a=b", "X-Trace", "1"), null));
		}
		assertThat(this.server.received().get(0).header("Authorization")).isNotEmpty();
		assertThat(this.server.received().get(0).header("Cookie")).isNotEmpty();
		assertThat(this.server.last().header("Authorization")).isEmpty();
		assertThat(this.server.last().header("Cookie")).isEmpty();
		assertThat(this.server.last().header("X-Trace")).containsExactly("1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data", "//10.0.0.1/",
			"http://[::ffff:a00:1]/", "http://0x0a000001/", "http://100.64.0.1/", "http://[64:ff9b::a00:1]/",
			"http://[2002:a00:1::]/", "http://0/", "HTTP://2130706433/", "FILE:///etc/passwd", "data:text/plain,x",
			"http://127.0.0.1:1/", "file:///etc/passwd", "ftp://api.example/", "http://u:s3cret@127.0.0.1/",
			"http://a b/", "http://", "http://internal.example/", "http://api.example\\@10.0.0.1/" })
	void redirectToARefusedTargetIsRefused(String location) throws Exception {
		this.server.redirecting("/start", 302, location);
		try (Fetcher fetcher = new Fetcher(open("127.0.0.1:" + this.server.port()), names("10.0.0.1"))) {
			assertThat(failure(fetcher, get(this.server.url("/start")))).containsPattern("[Rr]edirect")
				.doesNotContain("s3cret");
		}
	}

	@ParameterizedTest
	@CsvSource({ "end,/dir/end", "../end,/end", "?q=1,/dir/start?q=1", "/end?x=1#part,/end?x=1",
			"//127.0.0.1:{port}/end,/end" })
	void relativeLocationIsResolved(String location, String uri) throws Exception {
		this.server.on("/dir/", (exchange) -> {
			boolean start = exchange.getRequestURI().toString().equals("/dir/start");
			TestServer.answer(exchange, start ? 302 : 200, new byte[0], "Location",
					location.replace("{port}", String.valueOf(this.server.port())));
		});
		try (Fetcher fetcher = new Fetcher(open("127.0.0.1"), NO_NAMES)) {
			assertThat(response(fetcher, get(this.server.url("/dir/start"))).status()).isEqualTo(200);
		}
		assertThat(this.server.last().uri()).isEqualTo(uri);
	}

	@Test
	void redirectsAreFollowedUpToTheLimit() throws Exception {
		this.server.redirecting("/2", 302, "/1").redirecting("/1", 302, "/end").redirecting("/loop", 302, "/loop");
		FetchLimits limits = new FetchLimits(Duration.ofSeconds(20), 1000, 2, List.of("127.0.0.1"));
		try (Fetcher fetcher = new Fetcher(limits, NO_NAMES)) {
			assertThat(response(fetcher, get(this.server.url("/2"))).text()).isEqualTo("end");
			assertThat(failure(fetcher, get(this.server.url("/loop")))).contains("more than 2 times",
					"claimflow.fetch.redirects");
		}
		assertThat(this.server.received()).hasSize(6);
	}

	@ParameterizedTest
	@ValueSource(ints = { 300, 304, 305 })
	void answerThatIsNoRedirectIsReturned(int status) throws Exception {
		this.server.redirecting("/start", status, "/end");
		try (Fetcher fetcher = new Fetcher(open("127.0.0.1"), NO_NAMES)) {
			assertThat(response(fetcher, get(this.server.url("/start"))).status()).isEqualTo(status);
		}
	}

	@Test
	void redirectWithoutLocationIsReturned() throws Exception {
		this.server.answering("/start", 302, "nowhere");
		try (Fetcher fetcher = new Fetcher(open("127.0.0.1"), NO_NAMES)) {
			assertThat(response(fetcher, get(this.server.url("/start"))).text()).isEqualTo("nowhere");
		}
	}

}
