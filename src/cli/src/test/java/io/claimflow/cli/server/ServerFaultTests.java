package io.claimflow.cli.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.claimflow.cli.Tool;
import io.claimflow.cli.Tool.Result;
import io.claimflow.cli.file.WholeFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Servers that are not what they should be. */
class ServerFaultTests {

	private static final String NODES = "[{\"node\": \"n\", \"revision\": 2, \"deployment\": 7, \"gone\": false, \"problem\": null}]";

	private static final String LIVE = "{\"deployment\": 7, \"revision\": 3, \"digest\": \"abc\", \"mood\": {\"new\": true}}";

	@TempDir
	private Path folder;

	private HttpServer server;

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.stop(0);
		}
	}

	private String serve(HttpServer server) {
		this.server = server;
		server.start();
		return ((server instanceof HttpsServer) ? "https" : "http") + "://127.0.0.1:" + server.getAddress().getPort();
	}

	private static void answer(HttpServer server, String path, int status, String type, String body) {
		server.createContext(path, (exchange) -> {
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", type);
			exchange.sendResponseHeaders(status, bytes.length);
			try (OutputStream out = exchange.getResponseBody()) {
				out.write(bytes);
			}
		});
	}

	private static HttpServer http() throws Exception {
		return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
	}

	private Result run(String url, String... arguments) {
		String[] all = Stream.concat(Stream.of(arguments), Stream.of("--server", url)).toArray(String[]::new);
		return new Tool(this.folder).with("CLAIMFLOW_TOKEN", "a-token").run(all);
	}

	/**
	 * Of two commands, one is replacing the tokens of a login that the other one ends.
	 */
	@Test
	void aLogoutRevokesWhatAnotherCommandIsGivenMeanwhile() throws Exception {
		HttpServer other = http();
		String url = "http://127.0.0.1:" + other.getAddress().getPort();
		answer(other, "/.well-known/oauth-authorization-server", 200, "application/json",
				"{ \"issuer\": \"%1$s\", \"token_endpoint\": \"%1$s/token\", \"revocation_endpoint\": \"%1$s/revoke\" }"
					.formatted(url));
		answer(other, "/claimflow", 503, "application/json", "{ \"detail\": \"Later\" }");
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch answered = new CountDownLatch(1);
		List<String> revoked = new CopyOnWriteArrayList<>();
		other.setExecutor(Executors.newCachedThreadPool());
		other.createContext("/token", (exchange) -> {
			asked.countDown();
			try {
				answered.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			send(exchange, "{ \"access_token\": \"new\", \"refresh_token\": \"second\", \"expires_in\": 300 }");
		});
		other.createContext("/revoke", (exchange) -> {
			revoked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
				.replaceFirst("(?s).*\\btoken=([^&]*).*", "$1"));
			send(exchange, "{}");
		});
		serve(other);
		Path file = this.folder.resolve("home/.local/share/claimflow/logins.json");
		WholeFile.writePrivately(file,
				"""
						{ "%s": { "client": "claimflow", "accessToken": "old", "expires": 0, "refreshToken": "first", "scopes": [] } }"""
					.formatted(url)
					.getBytes(StandardCharsets.UTF_8));
		Tool tool = new Tool(this.folder).with("HOME", this.folder.resolve("home").toString());
		Tool second = new Tool(this.folder).with("HOME", this.folder.resolve("home").toString());
		Thread status = new Thread(() -> tool.run("status", "--server", url));
		Thread logout = new Thread(() -> second.run("logout", "--server", url));
		try {
			status.start();
			asked.await();
			logout.start();
			// It waits for the other one; if it did not, it would be over.
			await()
				.until(() -> logout.getState() == Thread.State.BLOCKED || logout.getState() == Thread.State.TERMINATED);
		}
		finally {
			answered.countDown();
			status.join();
			logout.join();
		}
		assertThat(revoked).containsExactly("second");
		assertThat(file).content().doesNotContain("second", "first");
	}

	private static void send(HttpExchange exchange, String json) throws IOException {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, bytes.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(bytes);
		}
	}

	@Test
	void whatIsNoClaimflowIsToldSo() throws Exception {
		HttpServer other = http();
		answer(other, "/", 200, "text/html", "<h1>It works!</h1>");
		String url = serve(other);
		Result result = run(url, "status");
		assertThat(result.code()).isEqualTo(3);
		assertThat(result.err()).contains("There is no HTTP interface of deployments at " + url, "status 200",
				"claimflow.deployments.http.enabled");
		Result client = new Tool(this.folder).with("CLAIMFLOW_CLIENT_ID", "ci")
			.with("CLAIMFLOW_CLIENT_SECRET", "secret")
			.run("status", "--server", url);
		assertThat(client.code()).isEqualTo(3);
		assertThat(client.err()).contains("There is no authorization server at " + url);
		answer(other, "/claimflow/live", 200, "application/json", "{\"revision\": ");
		assertThat(run(url, "status").err()).contains("is no JSON that can be read");
	}

	@Test
	void aServerOfAnotherNameIsNotGivenTheSecret() throws Exception {
		HttpServer other = http();
		answer(other, "/.well-known/oauth-authorization-server", 200, "application/json",
				"{\"issuer\": \"https://auth.example.com\", \"token_endpoint\": \"https://evil.example.com/token\"}");
		Result result = new Tool(this.folder).with("CLAIMFLOW_CLIENT_ID", "ci")
			.with("CLAIMFLOW_CLIENT_SECRET", "secret")
			.run("status", "--server", serve(other));
		assertThat(result.code()).isEqualTo(3);
		assertThat(result.err()).contains("says that it is https://auth.example.com");
	}

	@Test
	void aServerElsewhereIsNotGivenTheSecret() throws Exception {
		HttpServer named = http();
		String url = serve(named);
		answer(named, "/.well-known/oauth-authorization-server", 200, "application/json",
				"{\"issuer\": \"%s\", \"token_endpoint\": \"https://evil.example.com/token\"}".formatted(url));
		Result result = new Tool(this.folder).with("CLAIMFLOW_CLIENT_ID", "ci")
			.with("CLAIMFLOW_CLIENT_SECRET", "secret")
			.run("status", "--server", url);
		assertThat(result.code()).isEqualTo(3);
		assertThat(result.err()).contains("has its token_endpoint elsewhere: https://evil.example.com/token");
	}

	@Test
	void anOlderServerIsToldSo() throws Exception {
		HttpServer older = http();
		answer(older, "/", 404, "application/problem+json",
				"{\"title\": \"No such call\", \"status\": 404, \"detail\": \"See openapi.json\"}");
		Result result = run(serve(older), "status");
		assertThat(result.code()).isEqualTo(3);
		assertThat(result.err()).contains("it is older than this tool");
	}

	@Test
	void whatANewerServerSaysBesideIsLeftAlone() throws Exception {
		HttpServer newer = http();
		answer(newer, "/claimflow/live", 200, "application/json", LIVE);
		answer(newer, "/claimflow/live/history", 200, "application/json",
				"[{\"revision\": 3, \"kind\": \"DREAMT\", \"by\": \"x\\u001B[2J\"}]");
		answer(newer, "/claimflow/nodes", 200, "application/json", NODES);
		Result result = run(serve(newer), "status");
		assertThat(result.code()).as(result.err()).isZero();
		assertThat(result.out()).contains("runs deployment 7 (abc), revision 3", "behind", "DREAMT")
			.doesNotContain("\u001B");
	}

	@Test
	void nodesThatDoNotFollowAreNamedWhenTheTimeIsUp() throws Exception {
		HttpServer slow = http();
		answer(slow, "/claimflow/live/rollback", 200, "application/json", LIVE);
		answer(slow, "/claimflow/nodes", 200, "application/json", NODES);
		Result result = run(serve(slow), "rollback", "--wait", "--wait-seconds", "1");
		assertThat(result.code()).isEqualTo(3);
		assertThat(result.err()).contains("n: it has not taken it up yet", "0 of 1 nodes run it after 1 s");
	}

	@Test
	void aServerThatIsNotThereIsToldSo() throws Exception {
		HttpServer gone = http();
		String url = serve(gone);
		gone.stop(0);
		Result result = run(url, "status");
		assertThat(result.code()).isEqualTo(3);
		assertThat(result.err()).contains(url + " accepts no connection");
		assertThat(run("https://no-such-host.invalid", "status").err()).contains("has a name that nobody knows here");
	}

	@ParameterizedTest
	@ValueSource(strings = { "auth.example.com", "ftp://auth.example.com", "https://user:password@auth.example.com",
			"http://auth.example.com", "https://auth.example.com/?a=b", "not a url" })
	void aUrlThatIsNoneIsRefused(String url) {
		Result result = run(url, "status");
		assertThat(result.code()).isEqualTo(2);
		assertThat(result.err()).startsWith("error: ").doesNotContain("password");
	}

	@Test
	void theCertificateOfAnAuthorityOfOnesOwnCanBeNamed() throws Exception {
		Path store = this.folder.resolve("store.p12");
		keytool("-genkeypair", "-keystore", store.toString(), "-storepass", "password", "-alias", "server", "-keyalg",
				"EC", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1");
		keytool("-exportcert", "-rfc", "-keystore", store.toString(), "-storepass", "password", "-alias", "server",
				"-file", this.folder.resolve("ca.pem").toString());
		KeyStore keys = KeyStore.getInstance(store.toFile(), "password".toCharArray());
		KeyManagerFactory manager = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		manager.init(keys, "password".toCharArray());
		SSLContext tls = SSLContext.getInstance("TLS");
		tls.init(manager.getKeyManagers(), null, null);
		HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		secure.setHttpsConfigurator(new HttpsConfigurator(tls));
		answer(secure, "/claimflow/deployments", 200, "application/json", "[]");
		String url = serve(secure);
		Result unknown = run(url, "deployments");
		assertThat(unknown.code()).isEqualTo(3);
		assertThat(unknown.err()).contains("The certificate of " + url + " is not trusted", "--ca");
		Result known = run(url, "deployments", "--ca", "ca.pem");
		assertThat(known.code()).as(known.err()).isZero();
		assertThat(run(url, "deployments", "--ca", "store.p12").code()).isEqualTo(2);
		assertThat(Files.exists(this.folder.resolve("nowhere.pem"))).isFalse();
		assertThat(run(url, "deployments", "--ca", "nowhere.pem").code()).isEqualTo(2);
	}

	private static void keytool(String... arguments) throws Exception {
		String[] command = new String[arguments.length + 1];
		command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		System.arraycopy(arguments, 0, command, 1, arguments.length);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
	}

}
