package io.claimflow.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.claimflow.fetch.TestCalls.NO_NAMES;
import static io.claimflow.fetch.TestCalls.failure;
import static io.claimflow.fetch.TestCalls.get;
import static io.claimflow.fetch.TestCalls.names;
import static io.claimflow.fetch.TestCalls.open;
import static io.claimflow.fetch.TestCalls.response;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a connection carries over from one call to the next, which is nothing.
 */
class PooledConnectionTests {

	private static final String FORGED = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";

	private static final String HONEST = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	private final Fetcher fetcher = new Fetcher(open("127.0.0.1"), NO_NAMES);

	/** Answers with what a function of the connection and the request on it says. */
	private static ServerSocket server(AtomicInteger connections, BiFunction<Integer, Integer, String> answers)
			throws IOException {
		ServerSocket server = new ServerSocket(0, 10, InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }));
		CompletableFuture.runAsync(() -> {
			while (!server.isClosed()) {
				try {
					serve(server.accept(), connections.incrementAndGet(), answers);
				}
				catch (IOException ex) {
					// The test is over
				}
			}
		});
		return server;
	}

	private static void serve(Socket socket, int connection, BiFunction<Integer, Integer, String> answers) {
		CompletableFuture.runAsync(() -> {
			try (socket) {
				InputStream in = socket.getInputStream();
				for (int request = 1; in.read(new byte[8192]) > 0; request++) {
					socket.getOutputStream().write(answers.apply(connection, request).getBytes(StandardCharsets.UTF_8));
				}
			}
			catch (IOException ex) {
				// The client has closed it
			}
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET  | 200 OK           | Content-Length: 2          | ok
			HEAD | 200 OK           | Content-Length: 2          |
			GET  | 204 No Content   | X-Any: 1                   |
			GET  | 304 Not Modified | X-Any: 1                   |
			GET  | 200 OK           | Content-Length: 0          |
			GET  | 200 OK           | Transfer-Encoding: chunked | 2#ok#0#X-Trailer: 1##
			""")
	void whatComesBehindAnAnswerIsNobodysAnswer(String method, String status, String header, String body)
			throws Exception {
		String first = "HTTP/1.1 " + status + "\r\n" + header + "\r\n\r\n"
				+ ((body != null) ? body.replace("#", "\r\n") : "");
		AtomicInteger connections = new AtomicInteger();
		try (ServerSocket server = server(connections,
				(connection, request) -> (connection == 1) ? first + FORGED : HONEST)) {
			String url = "http://127.0.0.1:" + server.getLocalPort() + "/";
			FetchResponse odd = response(this.fetcher, new FetchRequest(method, url, Map.of(), null));
			assertThat(odd.warning()).contains("http://127.0.0.1:" + server.getLocalPort(), "more behind its end",
					"Content-Length");
			FetchResponse next = response(this.fetcher, get(url));
			assertThat(next.text()).isEqualTo("ok");
			assertThat(next.warning()).isNull();
			assertThat(connections).hasValue(2);
		}
	}

	@Test
	void aBodyThatIsLongerThanItsContentLengthIsCutAndSaid() throws Exception {
		String json = "{\"name\":\"Grüße, Jörg\"}";
		String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
		AtomicInteger connections = new AtomicInteger();
		try (ServerSocket server = server(connections, (connection, request) -> answer)) {
			for (int i = 0; i < 3; i++) {
				FetchResponse response = response(this.fetcher, get("http://127.0.0.1:" + server.getLocalPort() + "/"));
				assertThat(response.text()).startsWith("{\"name\":\"Gr");
				assertThat(response.warning()).contains("characters instead of bytes");
			}
			assertThat(connections).hasValue(3);
		}
	}

	@Test
	void aConnectionOfWhichABodyMayStillComeIsNotUsedAgain() throws Exception {
		AtomicInteger connections = new AtomicInteger();
		String noContent = "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n";
		try (ServerSocket server = server(connections,
				(connection, request) -> (connection == 1) ? HONEST.substring(0, HONEST.length() - 2) : noContent)) {
			String url = "http://127.0.0.1:" + server.getLocalPort() + "/";
			response(this.fetcher, new FetchRequest("HEAD", url, Map.of(), null));
			response(this.fetcher, get(url));
			response(this.fetcher, get(url));
			assertThat(connections).hasValue(3);
		}
	}

	@Test
	void anAnswerWithoutBodyKeepsItsConnection() throws Exception {
		AtomicInteger connections = new AtomicInteger();
		try (ServerSocket server = server(connections, (connection, request) -> "HTTP/1.1 204 No Content\r\n\r\n")) {
			for (int i = 0; i < 3; i++) {
				response(this.fetcher, get("http://127.0.0.1:" + server.getLocalPort() + "/"));
			}
			assertThat(connections).hasValue(1);
		}
	}

	@Test
	void answersInAdvanceAreSkippedWithTheirHeaders() throws Exception {
		AtomicInteger connections = new AtomicInteger();
		try (ServerSocket server = server(connections,
				(connection, request) -> "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n".repeat(3) + HONEST)) {
			for (int i = 0; i < 2; i++) {
				FetchResponse response = response(this.fetcher, get("http://127.0.0.1:" + server.getLocalPort() + "/"));
				assertThat(response.headers()).doesNotContainKey("x-early");
				assertThat(response.text()).isEqualTo("ok");
			}
			assertThat(connections).hasValue(1);
		}
	}

	@Test
	void aServerThatSwitchesTheProtocolIsNotFollowed() throws Exception {
		AtomicInteger connections = new AtomicInteger();
		try (ServerSocket server = server(connections, (connection,
				request) -> "HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.2\r\nConnection: upgrade\r\n\r\n")) {
			assertThat(failure(this.fetcher, get("http://127.0.0.1:" + server.getLocalPort() + "/")))
				.contains("not valid HTTP");
		}
	}

	@Test
	void textBehindTheAnswerOfAProxyDoesNotPassForThatOfTheServer() throws Exception {
		AtomicInteger connections = new AtomicInteger();
		try (ServerSocket proxy = server(connections,
				(connection, request) -> "HTTP/1.1 200 Connected\r\n\r\n" + FORGED);
				Fetcher behind = new Fetcher(open(),
						new FetchConnections(Optional.of(URI.create("http://127.0.0.1:" + proxy.getLocalPort())),
								Optional.empty()),
						names("93.184.216.34"), (method) -> (end) -> {
						})) {
			assertThat(failure(behind, get("https://api.example/"))).contains("No secure connection to");
		}
	}

}
