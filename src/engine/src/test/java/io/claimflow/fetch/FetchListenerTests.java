package io.claimflow.fetch;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.claimflow.fetch.TestCalls.NO_NAMES;
import static io.claimflow.fetch.TestCalls.failure;
import static io.claimflow.fetch.TestCalls.get;
import static io.claimflow.fetch.TestCalls.names;
import static io.claimflow.fetch.TestCalls.open;
import static io.claimflow.fetch.TestCalls.response;
import static io.claimflow.fetch.TestCalls.within;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a listener is told of calls.
 */
@Timeout(60)
class FetchListenerTests {

	private final List<String> begun = new CopyOnWriteArrayList<>();

	private final List<FetchEnd> ended = new CopyOnWriteArrayList<>();

	private final CountDownLatch testOver = new CountDownLatch(1);

	private TestServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = new TestServer().answering("/ok", 200, "ok").answering("/gone", 410, "gone");
	}

	@AfterEach
	void stop() {
		this.testOver.countDown();
		this.server.close();
	}

	private Fetcher fetcher(FetchLimits limits, NameService names) {
		return new Fetcher(limits, names, (method) -> {
			this.begun.add(method);
			return this.ended::add;
		});
	}

	/** How the one call so far ended. */
	private FetchEnd end() {
		assertThat(this.begun).hasSize(1);
		assertThat(this.ended).hasSize(1);
		return this.ended.get(0);
	}

	private static FetchEnd unreached(FetchFailure failure) {
		return new FetchEnd(Optional.empty(), OptionalInt.empty(), Optional.of(failure));
	}

	@Test
	void anAnswerHasItsOriginAndStatusBeforeTheWorkflowHasIt() throws Exception {
		try (Fetcher fetcher = fetcher(open("127.0.0.1"), NO_NAMES)) {
			response(fetcher, new FetchRequest("post", this.server.url("/gone?s3cret"), Map.of(), "s3cret"));
			assertThat(this.begun).containsExactly("POST");
			assertThat(end())
				.isEqualTo(new FetchEnd(Optional.of(this.server.url("")), OptionalInt.of(410), Optional.empty()));
		}
	}

	@Test
	void aCallThatIsNoneHasNeitherItsMethodNorItsUrl() throws Exception {
		try (Fetcher fetcher = fetcher(open("127.0.0.1"), NO_NAMES)) {
			failure(fetcher, new FetchRequest("s3cret", this.server.url("/ok"), Map.of(), null));
			assertThat(this.begun).containsExactly("OTHER");
			assertThat(end()).isEqualTo(unreached(FetchFailure.REQUEST));
		}
	}

	@Test
	void aHostThatIsNotReachedIsNotNamed() throws Exception {
		try (Fetcher fetcher = fetcher(open(), NO_NAMES)) {
			failure(fetcher, get("http://s3cret.example/"));
			assertThat(end()).isEqualTo(unreached(FetchFailure.UNKNOWN_HOST));
		}
	}

	@Test
	void aRefusedAddressIsNotNamed() throws Exception {
		try (Fetcher fetcher = fetcher(open(), names("10.0.0.1"))) {
			failure(fetcher, get("http://s3cret.example/"));
			assertThat(end()).isEqualTo(unreached(FetchFailure.REFUSED));
		}
	}

	@Test
	void aRedirectIsPartOfItsCall() throws Exception {
		this.server.redirecting("/away", 302, "http://s3cret.example/");
		try (Fetcher fetcher = fetcher(open("127.0.0.1"), NO_NAMES)) {
			failure(fetcher, get(this.server.url("/away")));
			assertThat(end()).isEqualTo(new FetchEnd(Optional.of(this.server.url("")), OptionalInt.empty(),
					Optional.of(FetchFailure.UNKNOWN_HOST)));
		}
	}

	@Test
	void aHostThatRefusesConnectionsIsNotReached() throws Exception {
		int port;
		try (ServerSocket closed = new ServerSocket(0, 1, TestCalls.address("127.0.0.1"))) {
			port = closed.getLocalPort();
		}
		try (Fetcher fetcher = fetcher(open("127.0.0.1"), NO_NAMES)) {
			failure(fetcher, get("http://127.0.0.1:" + port + "/"));
			assertThat(end()).isEqualTo(unreached(FetchFailure.CONNECTION));
		}
	}

	@Test
	void aSlowHostIsNamed() throws Exception {
		this.server.on("/slow", (exchange) -> awaitEnd());
		try (Fetcher fetcher = fetcher(within(Duration.ofSeconds(2)), NO_NAMES)) {
			failure(fetcher, get(this.server.url("/slow")));
			assertThat(end().failure()).contains(FetchFailure.TIMEOUT);
			assertThat(end().origin()).contains(this.server.url(""));
		}
	}

	@Test
	void aCancelledCallHasEndedOnceItIsCancelled() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		this.server.on("/slow", (exchange) -> {
			arrived.countDown();
			awaitEnd();
		});
		try (Fetcher fetcher = fetcher(open("127.0.0.1"), NO_NAMES)) {
			CompletableFuture<FetchResponse> call = fetcher.fetch(get(this.server.url("/slow")));
			arrived.await();
			call.cancel(true);
			assertThat(end().failure()).contains(FetchFailure.CANCELLED);
			assertThat(end().origin()).contains(this.server.url(""));
		}
	}

	private void awaitEnd() {
		try {
			this.testOver.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void everyKindOfUselessAnswerIsOne() throws Exception {
		this.server.answering("/long", 200, "x".repeat(200_000)).redirecting("/loop", 302, "/loop");
		try (Fetcher fetcher = fetcher(open("127.0.0.1"), NO_NAMES)) {
			failure(fetcher, get(this.server.url("/long")));
			failure(fetcher, get(this.server.url("/loop")));
			assertThat(this.ended).extracting((end) -> end.failure().orElseThrow())
				.containsExactly(FetchFailure.ANSWER, FetchFailure.ANSWER);
		}
	}

	@Test
	void aCallToAFetcherThatHasClosedIsCancelled() throws Exception {
		Fetcher fetcher = fetcher(open("127.0.0.1"), NO_NAMES);
		fetcher.close();
		failure(fetcher, get(this.server.url("/ok")));
		assertThat(end()).isEqualTo(unreached(FetchFailure.CANCELLED));
	}

}
