package io.claimflow.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.claimflow.fetch.TestCalls.NO_NAMES;
import static io.claimflow.fetch.TestCalls.failure;
import static io.claimflow.fetch.TestCalls.get;
import static io.claimflow.fetch.TestCalls.open;
import static io.claimflow.fetch.TestCalls.response;
import static io.claimflow.fetch.TestCalls.within;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that take long, are many, or are ended.
 */
@Timeout(60)
class FetchTimeTests {

	private static final Duration SHORT = Duration.ofMillis(300);

	private final CountDownLatch testOver = new CountDownLatch(1);

	private final TestServer server = new TestServer().answering("/ok", 200, "ok");

	FetchTimeTests() throws IOException {
	}

	@AfterEach
	void stop() {
		this.testOver.countDown();
		this.server.close();
	}

	private void hang() {
		try {
			this.testOver.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** A name service that never answers. */
	private InetAddress[] hangingNames(String name) {
		hang();
		return new InetAddress[] { TestCalls.address("127.0.0.1") };
	}

	@Test
	void serverThatDoesNotAnswerMeetsTheTimeLimit() throws Exception {
		this.server.on("/slow", (exchange) -> hang());
		try (Fetcher fetcher = new Fetcher(within(SHORT), NO_NAMES)) {
			assertThat(failure(fetcher, get(this.server.url("/slow?s3cret"))))
				.contains("longer than 300 ms", "claimflow.fetch.timeout")
				.doesNotContain("s3cret");
			assertThat(response(fetcher, get(this.server.url("/ok"))).text()).isEqualTo("ok");
		}
	}

	@Test
	void serverThatDoesNotShakeHandsMeetsTheTimeLimit() throws Exception {
		try (ServerSocket raw = new ServerSocket(0, 1, TestCalls.address("127.0.0.1"));
				Fetcher fetcher = new Fetcher(within(SHORT), NO_NAMES)) {
			assertThat(failure(fetcher, get("https://127.0.0.1:" + raw.getLocalPort() + "/")))
				.contains("claimflow.fetch.timeout");
		}
	}

	@Test
	void bodyThatDripsMeetsTheTimeLimit() throws Exception {
		this.server.on("/drip", (exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			try {
				while (!this.testOver.await(20, TimeUnit.MILLISECONDS)) {
					exchange.getResponseBody().write('.');
					exchange.getResponseBody().flush();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		try (Fetcher fetcher = new Fetcher(within(SHORT), NO_NAMES)) {
			assertThat(failure(fetcher, get(this.server.url("/drip")))).contains("claimflow.fetch.timeout");
		}
	}

	@Test
	void redirectsShareOneTimeLimit() throws Exception {
		this.server.on("/loop", (exchange) -> {
			try {
				this.testOver.await(100, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			TestServer.answer(exchange, 302, new byte[0], "Location", "/loop");
		});
		FetchLimits limits = new FetchLimits(SHORT, 1000, 1000, List.of("127.0.0.1"));
		try (Fetcher fetcher = new Fetcher(limits, NO_NAMES)) {
			assertThat(failure(fetcher, get(this.server.url("/loop")))).contains("claimflow.fetch.timeout");
		}
	}

	@Test
	void nameThatIsNeverFoundMeetsTheTimeLimit() throws Exception {
		try (Fetcher fetcher = new Fetcher(within(SHORT), this::hangingNames)) {
			assertThat(failure(fetcher, get(this.server.url("api.example", "/ok"))))
				.contains("claimflow.fetch.timeout");
			assertThat(response(fetcher, get(this.server.url("/ok"))).text()).isEqualTo("ok");
		}
	}

	@Test
	void nameThatIsFoundTooLateIsNotCalled() throws Exception {
		try (Fetcher fetcher = new Fetcher(within(SHORT), this::hangingNames)) {
			failure(fetcher, get(this.server.url("api.example", "/ok")));
			this.testOver.countDown();
			assertThat(response(fetcher, get(this.server.url("/ok"))).text()).isEqualTo("ok");
		}
		assertThat(this.server.received()).hasSize(1);
	}

	@Test
	void callsRunInParallel() throws Exception {
		CountDownLatch all = new CountDownLatch(20);
		this.server.on("/all", (exchange) -> {
			all.countDown();
			try {
				all.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			TestServer.answer(exchange, 200, exchange.getRequestURI().getQuery().getBytes(StandardCharsets.UTF_8));
		});
		try (Fetcher fetcher = new Fetcher(open("127.0.0.1"), NO_NAMES)) {
			List<CompletableFuture<FetchResponse>> answers = IntStream.range(0, 20)
				.mapToObj((i) -> fetcher.fetch(get(this.server.url("/all?" + i))))
				.toList();
			for (int i = 0; i < 20; i++) {
				assertThat(answers.get(i).get(30, TimeUnit.SECONDS).text()).isEqualTo(String.valueOf(i));
			}
		}
	}

	@Test
	void oneCallTooManyIsRefusedAtOnce() throws Exception {
		try (Fetcher fetcher = new Fetcher(open("127.0.0.1"), this::hangingNames)) {
			List<CompletableFuture<FetchResponse>> hanging = IntStream.range(0, Fetcher.CALLS)
				.mapToObj((i) -> fetcher.fetch(get("http://api.example/")))
				.toList();
			CompletableFuture<FetchResponse> tooMany = fetcher.fetch(get(this.server.url("/ok")));
			assertThat(tooMany).isCompletedExceptionally();
			assertThat(failure(tooMany)).contains("64 calls are in flight");
			assertThat(hanging).noneMatch(CompletableFuture::isDone);
		}
	}

	@Test
	void cancelledCallLeavesTheServer() throws Exception {
		try (ServerSocket raw = new ServerSocket(0, 1, TestCalls.address("127.0.0.1"));
				Fetcher fetcher = new Fetcher(open("127.0.0.1"), NO_NAMES)) {
			CompletableFuture<FetchResponse> answer = fetcher
				.fetch(get("http://127.0.0.1:" + raw.getLocalPort() + "/"));
			try (Socket socket = raw.accept()) {
				InputStream in = socket.getInputStream();
				assertThat(in.read()).isEqualTo('G');
				assertThat(answer.cancel(true)).isTrue();
				assertThat(isLeft(in)).isTrue();
			}
		}
	}

	private static boolean isLeft(InputStream in) throws IOException {
		try {
			in.readAllBytes();
		}
		catch (SocketException ex) {
			// The client has reset the connection
		}
		return true;
	}

	@Test
	void closingEndsTheCallsAndRefusesLaterOnes() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		this.server.on("/slow", (exchange) -> {
			arrived.countDown();
			hang();
		});
		Fetcher fetcher = new Fetcher(open("127.0.0.1"), this::hangingNames);
		CompletableFuture<FetchResponse> slow = fetcher.fetch(get(this.server.url("/slow")));
		CompletableFuture<FetchResponse> unresolved = fetcher.fetch(get("http://api.example/"));
		arrived.await();
		fetcher.close();
		assertThat(failure(slow)).contains("shutting down");
		assertThat(failure(unresolved)).contains("shutting down");
		assertThat(failure(fetcher, get(this.server.url("/ok")))).contains("shutting down");
		fetcher.close();
	}

}
