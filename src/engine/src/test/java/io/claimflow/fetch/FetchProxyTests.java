package io.claimflow.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.claimflow.fetch.TestCalls.NO_NAMES;
import static io.claimflow.fetch.TestCalls.failure;
import static io.claimflow.fetch.TestCalls.get;
import static io.claimflow.fetch.TestCalls.names;
import static io.claimflow.fetch.TestCalls.open;
import static io.claimflow.fetch.TestCalls.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Calls through a proxy.
 */
class FetchProxyTests {

	private final TestServer direct = new TestServer().answering("/", 200, "direct");

	private final TestProxy proxy = new TestProxy();

	FetchProxyTests() throws IOException {
	}

	@AfterEach
	void stop() throws IOException {
		this.direct.close();
		this.proxy.close();
	}

	private Fetcher fetcher(NameService names, String... allow) {
		URI uri = URI.create("http://127.0.0.1:" + this.proxy.port());
		return new Fetcher(open(allow), new FetchConnections(Optional.of(uri), Optional.empty()), names,
				(method) -> (end) -> {
				});
	}

	@Test
	void aPublicNameIsAskedOfTheProxy() throws Exception {
		try (Fetcher fetcher = fetcher(names("8.8.8.8"))) {
			assertThat(response(fetcher, get("http://api.example/path?q=1")).text()).isEqualTo("by proxy");
		}
		assertThat(this.proxy.asked).containsExactly("GET http://api.example/path?q=1 HTTP/1.1");
	}

	@Test
	void aNameThatOnlyTheProxyKnowsIsAskedOfTheProxy() throws Exception {
		try (Fetcher fetcher = fetcher(NO_NAMES)) {
			assertThat(response(fetcher, get("http://api.example/")).text()).isEqualTo("by proxy");
		}
	}

	@Test
	void httpsGoesThroughATunnelToTheName() throws Exception {
		try (Fetcher fetcher = fetcher(names("8.8.8.8"))) {
			fetcher.fetch(get("https://api.example/secret")).handle((response, failure) -> "ended").get();
		}
		assertThat(this.proxy.asked).containsExactly("CONNECT api.example:443 HTTP/1.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "10.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:10.0.0.1]",
			"169.254.169.254", "[64:ff9b::a00:1]" })
	void aSpecialAddressIsRefused(String host) throws Exception {
		try (Fetcher fetcher = fetcher(NO_NAMES)) {
			assertThat(failure(fetcher, get("http://" + host + "/"))).contains("is refused");
			assertThat(failure(fetcher, get("http://" + host + ":" + this.proxy.port() + "/"))).contains("is refused");
		}
		assertThat(this.proxy.asked).isEmpty();
	}

	@Test
	void aNameThatIsKnownToLeadToASpecialAddressIsRefused() throws Exception {
		try (Fetcher fetcher = fetcher(names("8.8.8.8", "10.0.0.1"))) {
			assertThat(failure(fetcher, get("http://api.example/")))
				.contains("resolves to 10.0.0.1, a private address");
		}
		assertThat(this.proxy.asked).isEmpty();
	}

	@Test
	void aRedirectThroughTheProxyToASpecialAddressIsRefused() throws Exception {
		this.proxy.answer = "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest\r\nContent-Length: 0\r\n\r\n";
		try (Fetcher fetcher = fetcher(names("8.8.8.8"))) {
			assertThat(failure(fetcher, get("http://api.example/")))
				.contains("A redirect to http://169.254.169.254 is refused");
		}
		assertThat(this.proxy.asked).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.0/8", "api.internal" })
	void whatAnOperatorHasOpenedIsReachedDirectly(String allow) throws Exception {
		try (Fetcher fetcher = fetcher(names("127.0.0.1"), allow)) {
			assertThat(response(fetcher, get(this.direct.url("api.internal", "/"))).text()).isEqualTo("direct");
		}
		assertThat(this.proxy.asked).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://proxy.example:3128", "http://proxy.example", "http://u:p@proxy.example:3128",
			"socks://proxy.example:1080", "http://proxy.example:3128/path", "proxy.example:3128" })
	void aProxyIsAHostAndAPort(String proxy) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FetchConnections(Optional.of(URI.create(proxy)), Optional.empty()))
			.withMessageContaining("claimflow.fetch.proxy must be http://<host>:<port>");
	}

	/** Answers everything itself, and remembers what it was asked for. */
	private static final class TestProxy implements AutoCloseable {

		final List<String> asked = new CopyOnWriteArrayList<>();

		volatile String answer = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nby proxy";

		private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

		TestProxy() throws IOException {
			Thread thread = new Thread(this::serve, "test-proxy");
			thread.setDaemon(true);
			thread.start();
		}

		private void serve() {
			while (!this.socket.isClosed()) {
				try (Socket client = this.socket.accept()) {
					BufferedReader reader = new BufferedReader(
							new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
					this.asked.add(reader.readLine());
					for (String line = reader.readLine(); line != null && !line.isEmpty();) {
						line = reader.readLine();
					}
					String answer = this.asked.get(this.asked.size() - 1).startsWith("CONNECT")
							? "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" : this.answer;
					client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
				}
				catch (IOException ex) {
					// The test is over, or the client has enough.
				}
			}
		}

		int port() {
			return this.socket.getLocalPort();
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
