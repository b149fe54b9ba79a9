package io.claimflow.spring.git;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.claimflow.spring.git.remote.TestRepository;
import io.claimflow.spring.git.remote.TestSshServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.claimflow.spring.git.GitServer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the call of a git server, and for commits that have to be signed. The server
 * looks at its repository, which is behind ssh, once a day unless it is called.
 */
@ExtendWith(OutputCaptureExtension.class)
class GitWebhookTests {

	private static final String SECRET = "sesame-opens-the-door";

	private static final byte[] BODY = "{\"ref\": \"refs/heads/main\"}".getBytes(StandardCharsets.UTF_8);

	@TempDir
	static Path directory;

	private static final TestRepository origin = new TestRepository();

	private static TestSshServer git;

	private static Path key;

	private static GitServer server;

	private static final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void start() throws Exception {
		git = new TestSshServer(origin);
		key = git.userKey(directory.resolve("id"));
		Path hosts = Files.writeString(directory.resolve("known_hosts"), git.knownHost());
		Path signers = Files.writeString(directory.resolve("signers"), git.signer("author@example.com"));
		Map<String, Object> properties = GitServer.properties(directory, git.uri());
		properties.put("claimflow.git.private-key", key.toUri().toString());
		properties.put("claimflow.git.known-hosts", hosts.toUri().toString());
		properties.put("claimflow.git.allowed-signers", signers.toUri().toString());
		properties.put("claimflow.git.interval", "1d");
		properties.put("claimflow.git.back-off", "1d");
		properties.put("claimflow.git.webhook.secret", SECRET);
		properties.put("management.endpoint.configprops.show-values", "always");
		properties.put("claimflow.git.webhook.calls-per-minute", 30);
		origin.sign("Begin", GitServer.project("begin"), key);
		server = GitServer.start(properties);
		await().atMost(Duration.ofSeconds(20)).until(() -> server.report().commit() != null);
	}

	@AfterAll
	static void stop() throws Exception {
		server.close();
		git.close();
	}

	private static HttpResponse<String> call(byte[] body, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url("/claimflow/git/webhook")))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofByteArray(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static String hmac(String secret, byte[] body) throws Exception {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
		return HexFormat.of().formatHex(mac.doFinal(body));
	}

	private static void seen(String commit) {
		await().atMost(Duration.ofSeconds(20)).until(() -> commit.equals(server.report().commit()));
	}

	@Test
	void aGitServerThatSharesTheSecretMakesTheServerLook() throws Exception {
		String[][] calls = { { "X-Hub-Signature-256", "sha256=" + hmac(SECRET, BODY) },
				{ "X-Gitea-Signature", hmac(SECRET, BODY), "X-Hub-Signature-256", "sha256=" + hmac(SECRET, BODY) },
				{ "X-Gitlab-Token", SECRET } };
		for (String[] headers : calls) {
			String id = origin.sign("Next", GitServer.project("called by " + headers[0]), key);
			assertThat(call(BODY, headers).statusCode()).isEqualTo(202);
			seen(id);
			assertThat(server.report().outcome()).isEqualTo("LIVE");
		}
		// To send it again does no harm.
		assertThat(call(BODY, calls[0]).statusCode()).isEqualTo(202);
	}

	@Test
	void aForgedCallIsRefused(CapturedOutput output) throws Exception {
		assertThat(call(BODY).statusCode()).isEqualTo(401);
		assertThat(call(BODY, "X-Hub-Signature-256", "sha256=" + hmac("another-secret-of-others", BODY)).body())
			.contains("is not that of claimflow.git.webhook.secret");
		assertThat(call("{}".getBytes(StandardCharsets.UTF_8), "X-Hub-Signature-256", "sha256=" + hmac(SECRET, BODY))
			.statusCode()).isEqualTo(401);
		assertThat(call(BODY, "X-Gitlab-Token", "sesame").statusCode()).isEqualTo(401);
		assertThat(call(BODY, "X-Gitlab-Token", SECRET, "X-Gitea-Signature", "00").statusCode()).isEqualTo(401);
		assertThat(output)
			.contains("POST /claimflow/git/webhook of nobody known from 127.0.0.1 was refused with 401: The header")
			.doesNotContain(SECRET);
	}

	@Test
	void aLargeBodyIsRefused() throws Exception {
		assertThat(status("127.0.0.1", "Content-Length: 10000000\r\n\r\n{")).contains(" 413");
		byte[] body = new byte[1024 * 1024 + 1];
		// Its length is not said beforehand.
		HttpResponse<String> response = client
			.send(HttpRequest.newBuilder(URI.create(server.url("/claimflow/git/webhook")))
				.header("X-Hub-Signature-256", "sha256=" + hmac(SECRET, body))
				.POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
				.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(413);
	}

	@Test
	void anAddressMayCallSoManyTimesAMinute(CapturedOutput output) throws Exception {
		for (int i = 0; i < 30; i++) {
			assertThat(status("127.0.0.2", "Content-Length: 0\r\n\r\n")).contains(" 401");
		}
		for (int i = 0; i < 3; i++) {
			assertThat(status("127.0.0.2", "Content-Length: 0\r\n\r\n")).contains(" 429");
		}
		assertThat(output).containsOnlyOnce("was refused with 429");
		assertThat(call(BODY, "X-Gitlab-Token", SECRET).statusCode()).isEqualTo(202);
	}

	/** The first line of an answer to a call from an address of this machine. */
	private static String status(String from, String rest) throws Exception {
		URI uri = URI.create(server.url("/claimflow/git/webhook"));
		try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), uri.getPort(), InetAddress.getByName(from),
				0)) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream()
				.write(("POST " + uri.getPath() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + rest)
					.getBytes(StandardCharsets.US_ASCII));
			return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
				.readLine();
		}
	}

	@Test
	void onlyPostIsACall() throws Exception {
		HttpResponse<String> response = client.send(
				HttpRequest.newBuilder(URI.create(server.url("/claimflow/git/webhook"))).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(response.headers().firstValue("Allow")).contains("POST");
	}

	@Test
	void aCommitWithoutAnAllowedSignatureIsStoredAndWaits() throws Exception {
		String id = origin.commit("Not signed", GitServer.project("unsigned"));
		call(BODY, "X-Gitlab-Token", SECRET);
		seen(id);
		assertThat(server.report().outcome()).isEqualTo("STORED");
		assertThat(server.report().note()).isEqualTo("It is not signed");
		long stored = server.report().deployment();
		assertThat(server.store().live().deployment()).isPresent().isNotEqualTo(OptionalLong.of(stored));
		// The same project, signed.
		String signed = origin.sign("Signed", GitServer.project("unsigned"), key);
		call(BODY, "X-Gitlab-Token", SECRET);
		seen(signed);
		assertThat(server.store().live().deployment()).hasValue(stored);
	}

	@Test
	void anOldCommitThatIsSignedDoesNotComeBack() throws Exception {
		String id = origin.sign("New", GitServer.project("new"), key);
		call(BODY, "X-Gitlab-Token", SECRET);
		seen(id);
		OptionalLong live = server.store().live().deployment();
		String old = origin.signAt(TestRepository.BEFORE, "Old", GitServer.project("old"), key);
		call(BODY, "X-Gitlab-Token", SECRET);
		seen(old);
		assertThat(server.report().note()).contains("the branch was set back");
		assertThat(server.store().live().deployment()).isEqualTo(live);
	}

	@Test
	void whatIsSecretIsShownNowhere(CapturedOutput output) throws Exception {
		HttpResponse<String> shown = client.send(
				HttpRequest.newBuilder(URI.create(server.url("/actuator/health"))).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(shown.body()).doesNotContain(SECRET);
		assertThat(server.bean(GitProperties.class).toString()).doesNotContain(SECRET);
		assertThat(output).doesNotContain(SECRET);
	}

}
