package io.claimflow.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

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
 * Calls to the server in which workflows run.
 */
class OwnServerTests {

	private static final List<String> PATHS = List.of("/api/v1/", "/oauth2/token");

	private final TestServer server = new TestServer().answering("/", 200, "entrance");

	OwnServerTests() throws IOException {
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private OwnServer own(String url, String path) {
		return new OwnServer(url, PATHS, entrance(path));
	}

	private Supplier<Optional<OwnServer.Entrance>> entrance(String path) {
		return () -> Optional.of(new OwnServer.Entrance(
				new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.port()), path, "X-Own", "key"));
	}

	private Fetcher fetcher(OwnServer own) {
		return new Fetcher(open(), FetchConnections.direct(), NO_NAMES, (method) -> (end) -> {
		}, own);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://auth.example.com/api/v1/user?id=1",
			"https://auth.example.com:443/api/v1/user?id=1", "HTTPS://AUTH.example.com/api/v1/user?id=1" })
	void callToTheOwnServerGoesThroughItsEntranceWithoutTheNetwork(String url) throws Exception {
		try (Fetcher fetcher = fetcher(own("https://auth.example.com", ""))) {
			assertThat(response(fetcher, get(url)).status()).isEqualTo(200);
		}
		TestServer.Received received = this.server.received().get(0);
		assertThat(received.header("Host")).containsExactly("auth.example.com");
		assertThat(received.header("X-Own")).containsExactly("key");
		assertThat(received.uri()).isEqualTo("/api/v1/user?id=1");
	}

	@Test
	void pathOfTheUrlIsExchangedForThatOfTheEntrance() throws Exception {
		try (Fetcher fetcher = fetcher(own("http://auth.example.com:8443/tenant", "/app"))) {
			response(fetcher, get("http://auth.example.com:8443/tenant/oauth2/token"));
		}
		assertThat(this.server.received().get(0).uri()).isEqualTo("/app/oauth2/token");
		assertThat(this.server.received().get(0).header("Host")).containsExactly("auth.example.com:8443");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://auth.example.com/other", "https://auth.example.com/oauth2/token/more",
			"https://auth.example.com/api/v1", "http://auth.example.com/api/v1/user",
			"https://auth.example.com:8443/api/v1/user", "https://auth.example.com.evil.example/api/v1/user",
			"https://evil.example/https://auth.example.com/api/v1/user" })
	void otherCallsDoNot(String url) throws Exception {
		try (Fetcher fetcher = fetcher(own("https://auth.example.com", ""))) {
			assertThat(failure(fetcher, get(url))).contains("is not known");
		}
		assertThat(this.server.received()).isEmpty();
	}

	@Test
	void workflowCannotSayByWhichHeaderTheServerKnowsItsCalls() throws Exception {
		try (Fetcher fetcher = fetcher(own("https://auth.example.com", ""))) {
			response(fetcher,
					new FetchRequest("GET", "https://auth.example.com/api/v1/user", Map.of("x-own", "forged"), null));
		}
		assertThat(this.server.received().get(0).header("X-Own")).containsExactly("key");
	}

	@Test
	void ownServerIsOpenWhereItHasNoEntrance() throws Exception {
		OwnServer own = new OwnServer("http://auth.example.com:" + this.server.port(), PATHS, Optional::empty);
		try (Fetcher fetcher = new Fetcher(FetchLimits.defaults(), FetchConnections.direct(), names("127.0.0.1"),
				(method) -> (end) -> {
				}, own)) {
			assertThat(
					response(fetcher, get("http://auth.example.com:" + this.server.port() + "/api/v1/user")).status())
				.isEqualTo(200);
			assertThat(failure(fetcher, get("http://auth.example.com:1/api/v1/user"))).contains("is refused");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mail", "/", "/api/v1", "/oauth2/token/more", "/api/v1/../../mail",
			"/api/v1/%2e%2e/%2E./mail", "/api/v1/..;x=/..;/mail", "/api/v1/..%2f../mail", "/api/v1/..%5c..%5cmail",
			"/api/v1/..%252f..%252fmail", "/api/v1/%252e%252e/%252E%252E/mail", "/api/v1/%c0%ae%c0%ae/mail",
			"/api/v1/..%00/mail", "/api/v1/..%09/mail", "//mail", "/API/v1/user", "/oauth2/token/", "/oauth2/token;x=y",
			"/login?next=/api/v1/user" })
	void noOtherPathOfItIsReachedAtASpecialAddress(String path) throws Exception {
		String url = "http://auth.example.com:" + this.server.port();
		for (Supplier<Optional<OwnServer.Entrance>> entrance : List.<Supplier<Optional<OwnServer.Entrance>>>of(
				Optional::empty, entrance(""))) {
			try (Fetcher fetcher = new Fetcher(FetchLimits.defaults(), FetchConnections.direct(), names("127.0.0.1"),
					(method) -> (end) -> {
					}, new OwnServer(url, PATHS, entrance))) {
				assertThat(response(fetcher, get(url + "/api/v1/user")).status()).isEqualTo(200);
				this.server.received().clear();
				assertThat(failure(fetcher, get(url + path))).contains("is refused", "claimflow.fetch.allow");
				assertThat(this.server.received()).isEmpty();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://auth.example.com.:%d/mail", "http://AUTH.example.com.:%d/mail",
			"http://other.example.com:%d/api/v1/user", "http://127.0.0.1:%d/api/v1/user",
			"http://[::ffff:127.0.0.1]:%d/api/v1/user", "http://user.auth.example.com:%d/api/v1/user" })
	void noOtherNameOfItIsOpen(String url) throws Exception {
		String own = "http://auth.example.com:" + this.server.port();
		try (Fetcher fetcher = new Fetcher(FetchLimits.defaults(), FetchConnections.direct(), names("127.0.0.1"),
				(method) -> (end) -> {
				}, new OwnServer(own, PATHS, entrance("")))) {
			assertThat(response(fetcher, get(own + "/api/v1/user")).status()).isEqualTo(200);
			this.server.received().clear();
			assertThat(failure(fetcher, get(url.formatted(this.server.port())))).contains("is refused");
			assertThat(this.server.received()).isEmpty();
		}
	}

	@Test
	void operatorCanOpenTheOtherPaths() throws Exception {
		String host = "auth.example.com:" + this.server.port();
		FetchLimits open = new FetchLimits(FetchLimits.defaults().timeout(), 1024, 5, List.of(host));
		try (Fetcher fetcher = new Fetcher(open, FetchConnections.direct(), names("127.0.0.1"), (method) -> (end) -> {
		}, new OwnServer("http://" + host, PATHS, Optional::empty))) {
			assertThat(response(fetcher, get("http://" + host + "/mail")).status()).isEqualTo(200);
		}
	}

	@Test
	void redirectOfAnotherServerReachesNoOtherPathEither() throws Exception {
		String url = "http://auth.example.com:" + this.server.port();
		this.server.redirecting("/elsewhere", 302, url + "/mail");
		FetchLimits limits = new FetchLimits(FetchLimits.defaults().timeout(), 1024, 5, List.of("127.0.0.1:1"));
		try (Fetcher fetcher = new Fetcher(limits, FetchConnections.direct(), names("127.0.0.1"), (method) -> (end) -> {
		}, new OwnServer(url, List.of("/elsewhere"), Optional::empty))) {
			assertThat(failure(fetcher, get(url + "/elsewhere"))).contains("A redirect", "is refused");
		}
		assertThat(this.server.received()).hasSize(1);
	}

	@Test
	void redirectOfAnotherServerDoesNotGoThroughTheEntrance() throws Exception {
		this.server.redirecting("/elsewhere", 302, "https://auth.example.com/api/v1/user");
		try (Fetcher fetcher = new Fetcher(
				new FetchLimits(FetchLimits.defaults().timeout(), 1024, 5, List.of("127.0.0.1")),
				FetchConnections.direct(), NO_NAMES, (method) -> (end) -> {
				}, own("https://auth.example.com", ""))) {
			assertThat(failure(fetcher, get(this.server.url("127.0.0.1", "/elsewhere")))).contains("is not known");
		}
		assertThat(this.server.received()).hasSize(1);
	}

	@Test
	void urlThatNoCallCanGoToIsRefusedAtOnce() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new OwnServer("ftp://auth.example.com", PATHS, Optional::empty))
			.withMessageContaining("only http and https");
	}

}
