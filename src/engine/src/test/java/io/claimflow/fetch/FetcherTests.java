package io.claimflow.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.slf4j.LoggerFactory;

import static io.claimflow.fetch.TestCalls.NO_NAMES;
import static io.claimflow.fetch.TestCalls.failure;
import static io.claimflow.fetch.TestCalls.get;
import static io.claimflow.fetch.TestCalls.open;
import static io.claimflow.fetch.TestCalls.response;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is sent, and what comes back.
 */
class FetcherTests {

	private final TestServer server = new TestServer();

	private final Fetcher fetcher = new Fetcher(open("127.0.0.1", "::1"), NO_NAMES);

	FetcherTests() throws IOException {
	}

	@AfterEach
	void stop() {
		this.fetcher.close();
		this.server.close();
	}

	private static byte[] gzip(byte[] bytes) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			gzip.write(bytes);
		}
		return out.toByteArray();
	}

	/** Accepts connections one after the other, and sends the same to each. */
	private static ServerSocket rawServer(String answer) throws IOException {
		return rawServer(answer, new Semaphore(0));
	}

	/** A server that gives a permit when it has closed a connection. */
	private static ServerSocket rawServer(String answer, Semaphore closed) throws IOException {
		ServerSocket server = new ServerSocket(0, 10, InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }));
		CompletableFuture.runAsync(() -> {
			while (!server.isClosed()) {
				try (Socket socket = server.accept()) {
					socket.getInputStream().read(new byte[8192]);
					socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
				}
				catch (IOException ex) {
					// The test is over
				}
				closed.release();
			}
		});
		return server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "post" })
	void methodHeadersAndBodyAreSent(String method) throws Exception {
		this.server.answering("/", 200, "ok");
		response(this.fetcher, new FetchRequest(method, this.server.url("/a%20b//c?x=%C3%A4&y=1#part"),
				Map.of("X-Key", "k", "Content-Type", "application/json", "User-Agent", "mine"), "{\"ä\":1}"));
		TestServer.Received received = this.server.last();
		assertThat(received.method()).isEqualTo(method.toUpperCase());
		assertThat(received.uri()).isEqualTo("/a%20b//c?x=%C3%A4&y=1");
		assertThat(received.header("X-Key")).containsExactly("k");
		assertThat(received.header("Content-Type")).containsExactly("application/json");
		assertThat(received.header("User-Agent")).containsExactly("mine");
		assertThat(received.body()).isEqualTo("{\"ä\":1}");
	}

	@Test
	void whatIsNotSaidHasDefaults() throws Exception {
		this.server.answering("/", 200, "ok");
		response(this.fetcher, new FetchRequest("POST", "http://127.0.0.1:" + this.server.port(), Map.of(), "text"));
		TestServer.Received received = this.server.last();
		assertThat(received.uri()).isEqualTo("/");
		assertThat(received.header("Content-Type")).containsExactly("text/plain; charset=UTF-8");
		assertThat(received.header("Accept")).containsExactly("*/*");
		assertThat(received.header("Accept-Encoding")).containsExactly("gzip");
		assertThat(received.header("User-Agent")).containsExactly("claimflow");
		assertThat(received.header("Upgrade")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "//double/slash", "/ä?ö=ü", "/?", "/a;b=c,d@e:f" })
	void pathIsSentAsItIs(String path) throws Exception {
		this.server.answering("/", 200, "ok");
		response(this.fetcher, get(this.server.url(path)));
		assertThat(this.server.last().uri())
			.isEqualTo(java.net.URI.create("http://h" + path).toASCIIString().substring("http://h".length()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Host", "connection", "Content-Length", "Transfer-Encoding", "Upgrade", "TE", "Trailer",
			"Keep-Alive", "Proxy-Authorization", "Proxy-Connection", "proxy-anything", "Expect", "HTTP2-Settings" })
	void headersOfTheConnectionAreRefused(String name) throws Exception {
		FetchRequest request = new FetchRequest("GET", this.server.url("/"), Map.of(name, "s3cret"), null);
		assertThat(failure(this.fetcher, request)).contains("'" + name + "'", "leave it out").doesNotContain("s3cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "s3cret\r\nHost: other", "s3cret\nx", "s3cret\u0000", "s3cret\u007f", "s3cret\u00e4" })
	void headerValueThatCouldBecomeAnotherIsRefused(String value) throws Exception {
		FetchRequest request = new FetchRequest("GET", this.server.url("/"), Map.of("X-Key", value), null);
		assertThat(failure(this.fetcher, request)).contains("'X-Key'").doesNotContain("s3cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "X Key", "X-Key:", "X\r\nHost", "Host ", "X-Kéy" })
	void headerNameThatIsNoneIsRefused(String name) throws Exception {
		FetchRequest request = new FetchRequest("GET", this.server.url("/"), Map.of(name, "v"), null);
		assertThat(failure(this.fetcher, request)).contains("header's name");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CONNECT", "TRACE", "", "GET /x HTTP/1.1\r\nHost: x\r\n\r\n", "gét" })
	void methodThatIsNotKnownIsRefused(String method) throws Exception {
		assertThat(failure(this.fetcher, new FetchRequest(method, this.server.url("/"), Map.of(), null)))
			.contains("The method is not one of GET");
	}

	@Test
	void statusHeadersAndTextComeBack() throws Exception {
		this.server.answering("/", 404, "{\"gone\":true}", "X-One", "1", "X-Many", "a", "X-Many", "b", "Set-Cookie",
				"s=1; Path=/");
		FetchResponse response = response(this.fetcher, get(this.server.url("/")));
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.text()).isEqualTo("{\"gone\":true}");
		assertThat(response.headers()).containsEntry("x-one", "1")
			.containsEntry("x-many", "a, b")
			.containsEntry("set-cookie", "s=1; Path=/");
	}

	@Test
	void cookiesAreNotKeptBetweenCalls() throws Exception {
		this.server.answering("/", 200, "ok", "Set-Cookie", "s=1; Path=/");
		response(this.fetcher, get(this.server.url("/")));
		response(this.fetcher, get(this.server.url("/")));
		assertThat(this.server.last().header("Cookie")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 407, 429, 500, 503 })
	void answerThatReportsAnErrorIsAnAnswer(int status) throws Exception {
		this.server.answering("/", status, "no", "WWW-Authenticate", "Basic", "Retry-After", "0");
		assertThat(response(this.fetcher, get(this.server.url("/"))).status()).isEqualTo(status);
		assertThat(this.server.received()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "text/plain;charset=ISO-8859-1,ISO-8859-1", "text/plain; charset=\"utf-16\",UTF-16",
			"text/plain,UTF-8", "text/plain;charset=none-such,UTF-8", "text/plain;charset={?},UTF-8",
			"nonsense,UTF-8" })
	void textIsDecodedByItsCharset(String contentType, String charset) throws Exception {
		byte[] bytes = "äöü€".replace(charset.startsWith("ISO") ? "€" : "", "").getBytes(Charset.forName(charset));
		this.server.on("/", (exchange) -> TestServer.answer(exchange, 200, bytes, "Content-Type", contentType));
		assertThat(response(this.fetcher, get(this.server.url("/"))).text()).startsWith("äöü");
	}

	@Test
	void byteOrderMarkIsNoPartOfTheText() throws Exception {
		this.server.answering("/", 200, "\ufeff{}");
		assertThat(response(this.fetcher, get(this.server.url("/"))).text()).isEqualTo("{}");
	}

	@Test
	void bodyOfTheLimitIsReadAndOneByteMoreIsNot() throws Exception {
		this.server.answering("/fits", 200, "x".repeat(100_000)).answering("/not", 200, "x".repeat(100_001));
		assertThat(response(this.fetcher, get(this.server.url("/fits"))).text()).hasSize(100_000);
		assertThat(failure(this.fetcher, get(this.server.url("/not")))).contains("longer than 100000 bytes",
				"claimflow.fetch.response-bytes");
	}

	@Test
	void compressedBodyIsDecompressedUpToTheLimit() throws Exception {
		byte[] small = gzip("small".getBytes(StandardCharsets.UTF_8));
		byte[] bomb = gzip(new byte[50_000_000]);
		this.server.on("/small", (exchange) -> TestServer.answer(exchange, 200, small, "Content-Encoding", "gzip"));
		this.server.on("/bomb", (exchange) -> TestServer.answer(exchange, 200, bomb, "Content-Encoding", "gzip"));
		assertThat(response(this.fetcher, get(this.server.url("/small"))).text()).isEqualTo("small");
		assertThat(failure(this.fetcher, get(this.server.url("/bomb")))).contains("claimflow.fetch.response-bytes");
	}

	@Test
	void bodyWithoutEndIsNotReadToItsEnd() throws Exception {
		this.server.on("/endless", (exchange) -> {
			boolean redirect = exchange.getRequestURI().getQuery() != null;
			exchange.getResponseHeaders().add("Location", this.server.url("/ok"));
			exchange.sendResponseHeaders(redirect ? 302 : 200, 0);
			while (true) {
				exchange.getResponseBody().write(new byte[8192]);
			}
		});
		this.server.answering("/ok", 200, "ok");
		assertThat(failure(this.fetcher, get(this.server.url("/endless")))).contains("claimflow.fetch.response-bytes");
		// More often than there may be connections to a server
		for (int i = 0; i < 40; i++) {
			assertThat(response(this.fetcher, get(this.server.url("/endless?redirect"))).text()).isEqualTo("ok");
		}
	}

	@Test
	void connectionIsKeptAfterACompressedBodyInChunks() throws Exception {
		byte[] small = gzip("small".getBytes(StandardCharsets.UTF_8));
		this.server.on("/", (exchange) -> {
			exchange.getResponseHeaders().add("Content-Encoding", "gzip");
			exchange.sendResponseHeaders(200, 0);
			exchange.getResponseBody().write(small);
		});
		for (int i = 0; i < 3; i++) {
			assertThat(response(this.fetcher, get(this.server.url("/"))).text()).isEqualTo("small");
		}
		assertThat(this.server.received().stream().map((one) -> one.exchange().getRemoteAddress()).distinct())
			.hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip, gzip", "br", "deflate" })
	void otherCompressionIsRefused(String coding) throws Exception {
		this.server.answering("/", 200, "?", "Content-Encoding", coding);
		assertThat(failure(this.fetcher, get(this.server.url("/")))).contains("another way than gzip");
	}

	@Test
	void compressedAnswerWithoutBodyIsEmpty() throws Exception {
		this.server.answering("/", 200, "", "Content-Encoding", "gzip");
		assertThat(response(this.fetcher, new FetchRequest("HEAD", this.server.url("/"), Map.of(), null)).text())
			.isEmpty();
		assertThat(response(this.fetcher, get(this.server.url("/"))).text()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
			"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnone" })
	void brokenAnswerIsAFailureAndNotRepeated(String answer) throws Exception {
		try (ServerSocket raw = rawServer(answer)) {
			assertThat(failure(this.fetcher, get("http://127.0.0.1:" + raw.getLocalPort() + "/")))
				.contains("ended before the answer did, or the answer is not valid HTTP");
		}
	}

	@ParameterizedTest
	@CsvSource({ "1,20000", "300,10" })
	void headersWithoutEndAreRefused(int lines, int length) throws Exception {
		String answer = "HTTP/1.1 200 OK\r\n" + ("X: " + "y".repeat(length) + "\r\n").repeat(lines) + "\r\n";
		try (ServerSocket raw = rawServer(answer)) {
			assertThat(failure(this.fetcher, get("http://127.0.0.1:" + raw.getLocalPort() + "/")))
				.contains("not valid HTTP");
		}
	}

	@Test
	void hostThatAcceptsNoConnectionIsToldSo() throws Exception {
		int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		assertThat(failure(this.fetcher, get("http://127.0.0.1:" + port + "/?s3cret")))
			.contains("accepts no connection")
			.doesNotContain("s3cret");
		assertThat(failure(this.fetcher, get("http://api.example/?s3cret"))).contains("is not known")
			.doesNotContain("s3cret");
	}

	@Test
	void serverWithoutTlsIsToldSo() throws Exception {
		try (ServerSocket raw = rawServer("HTTP/1.1 400 Bad Request\r\n\r\n")) {
			assertThat(failure(this.fetcher, get("https://127.0.0.1:" + raw.getLocalPort() + "/")))
				.contains("No secure connection");
		}
	}

	@Test
	void connectionsAreKept() throws Exception {
		this.server.answering("/", 200, "ok");
		for (int i = 0; i < 5; i++) {
			response(this.fetcher, get(this.server.url("/")));
		}
		assertThat(this.server.received().stream().map((one) -> one.exchange().getRemoteAddress()).distinct())
			.hasSize(1);
	}

	@Test
	void noCallWaitsForTheConnectionOfAnotherOne() throws Exception {
		CountDownLatch missing = new CountDownLatch(Fetcher.CALLS);
		this.server.on("/", (exchange) -> {
			missing.countDown();
			try {
				missing.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			TestServer.answer(exchange, 200, "all are here".getBytes(StandardCharsets.UTF_8));
		});
		List<CompletableFuture<FetchResponse>> answers = IntStream.range(0, Fetcher.CALLS)
			.mapToObj((number) -> this.fetcher.fetch(get(this.server.url("/"))))
			.toList();
		for (CompletableFuture<FetchResponse> answer : answers) {
			assertThat(answer.get(30, TimeUnit.SECONDS).text()).isEqualTo("all are here");
		}
	}

	@Test
	void connectionThatTheServerHasClosedIsNotUsedAgain() throws Exception {
		Semaphore closed = new Semaphore(0);
		try (ServerSocket raw = rawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", closed)) {
			for (int i = 0; i < 5; i++) {
				assertThat(response(this.fetcher, get("http://127.0.0.1:" + raw.getLocalPort() + "/")).text())
					.isEqualTo("ok");
				closed.acquire();
			}
		}
	}

	@Test
	void urlsHeadersAndBodiesAreNotLoggedEvenIfEverythingIs() throws Exception {
		this.server.answering("/", 200, "s3cret", "X-Key", "s3cret");
		Logger client = (Logger) LoggerFactory.getLogger("org.apache.hc");
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		client.addAppender(log);
		client.setAdditive(false);
		client.setLevel(Level.ALL);
		try {
			response(this.fetcher, new FetchRequest("POST", this.server.url("/s3cret?key=s3cret"),
					Map.of("X-Key", "s3cret"), "s3cret"));
		}
		finally {
			client.setLevel(null);
			client.setAdditive(true);
			client.detachAppender(log);
		}
		assertThat(log.list).isNotEmpty();
		assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
			.noneMatch((message) -> message.contains("s3cret"));
	}

	@Test
	void requestAndResponseDoNotShowWhatMayBeSecret() {
		FetchRequest request = new FetchRequest("GET", "https://u:s3cret@api.example/s3cret?s3cret#s3cret",
				Map.of("Authorization", "s3cret"), "s3cret");
		assertThat(request.toString()).contains("GET", "Authorization").doesNotContain("s3cret");
		assertThat(get("https://api.example:8443/s3cret?s3cret").toString()).contains("https://api.example:8443")
			.doesNotContain("s3cret");
		assertThat(new FetchResponse(200, Map.of("set-cookie", "s3cret"), "s3cret").toString())
			.contains("200", "set-cookie")
			.doesNotContain("s3cret");
	}

}
