package io.claimflow.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.nimbusds.jwt.SignedJWT;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks at the packaged demo, in either database, and at two nodes of it.
 */
class PackagedDemoTests {

	private static final String MACHINE = DemoAccounts.MACHINE_CLIENT;

	private static final String REDIRECT_URI = "http://127.0.0.1:1/demo/callback";

	private static final String VERIFIER = "v".repeat(64);

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	/** What holds in either database. */
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract static class Attacks {

		PackagedDemo demo;

		Path folder;

		ServerSocket thirdParty;

		abstract List<String> database() throws Exception;

		@BeforeAll
		void start(@TempDir Path folder) throws Exception {
			PackagedDemo.assumePackaged();
			this.folder = folder;
			this.thirdParty = new ServerSocket(0);
			List<String> arguments = new ArrayList<>(database());
			arguments.add("--claimflow.api.enabled=true");
			arguments.add("--claimflow.api.clients=" + MACHINE);
			arguments.add("--claimflow.fetch.allow=127.0.0.1:" + this.thirdParty.getLocalPort());
			arguments.add("--claimflow.project=file:" + project());
			this.demo = PackagedDemo.start(this.folder, arguments);
		}

		/** A machine asks by its scope for what the workflow is to try. */
		private Path project() throws IOException {
			Path project = Files.createDirectories(this.folder.resolve("project"));
			Path workflows = Files.createDirectories(project.resolve("kindeSrc/environment/workflows"));
			Files.writeString(project.resolve("kinde.json"),
					"{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\" }");
			Files.writeString(workflows.resolve("MachineWorkflow.ts"), """
					import { fetch, m2mTokenClaims } from "@kinde/infrastructure";
					export const workflowSettings = { id: "machine", trigger: "m2m:token_generation",
					  bindings: { "kinde.m2mToken": {}, "kinde.fetch": {}, url: {} } };
					export default async function (event: any) {
					  const token: any = m2mTokenClaims();
					  const url = event.request.auth.scope.includes("write:users")
					    ? "http://127.0.0.1:%d/" : event.context.domains.kindeDomain + "/mail";
					  try {
					    const { data } = await fetch(url, { method: "GET", responseFormat: "json" });
					    token.answer = data;
					  } catch (e: any) {
					    token.failed = String(e.message);
					  }
					}
					""".formatted(this.thirdParty.getLocalPort()));
			return project;
		}

		@AfterAll
		void stop() throws Exception {
			if (this.demo != null) {
				this.demo.close();
			}
			if (this.thirdParty != null) {
				this.thirdParty.close();
			}
		}

		@Test
		void aWorkflowReachesNoPageOfItsServer() throws Exception {
			Map<String, Object> claims = machineClaims("read:users");
			assertThat(claims).doesNotContainKey("answer");
			assertThat((String) claims.get("failed")).contains("is refused");
		}

		@Test
		void bytesBehindAnAnswerAreNobodysAnswer() throws Exception {
			Thread server = new Thread(this::sayTooMuch, "third-party");
			server.setDaemon(true);
			server.start();
			for (int i = 0; i < 3; i++) {
				assertThat(machineClaims("write:users").get("answer")).asString().doesNotContain("another");
			}
		}

		private void sayTooMuch() {
			String first = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n"
					+ "{\"of\":\"this\"}";
			String second = first.replace("this", "another").replace("13", "16");
			while (!this.thirdParty.isClosed()) {
				try (Socket socket = this.thirdParty.accept()) {
					socket.setSoTimeout(5_000);
					while (socket.getInputStream().read(new byte[4096]) > 0) {
						socket.getOutputStream().write((first + second).getBytes(StandardCharsets.US_ASCII));
					}
				}
				catch (IOException ex) {
					// The client has closed the connection, or the test is over.
				}
			}
		}

		private Map<String, Object> machineClaims(String scope) throws Exception {
			Map<String, Object> answer = json(
					post("/oauth2/token", true, "grant_type", "client_credentials", "scope", scope));
			return SignedJWT.parse((String) answer.get("access_token")).getJWTClaimsSet().getClaims();
		}

		@Test
		void aTokenOfTheManagementApiCanBeReadBackAndRevoked() throws Exception {
			String audience = this.demo.uri("/api").toString();
			Map<String, Object> answer = json(
					post("/oauth2/token", true, "grant_type", "client_credentials", "audience", audience));
			String token = (String) answer.get("access_token");
			assertThat(json(post("/oauth2/introspect", true, "token", token))).containsEntry("active", true);
			assertThat(post("/oauth2/revoke", true, "token", token).statusCode()).isEqualTo(200);
			assertThat(json(post("/oauth2/introspect", true, "token", token))).containsEntry("active", false);
		}

		@Test
		void manyRequestsWithOneTokenAreAllAnswered() throws Exception {
			String token = (String) json(redeem(code(this.demo))).get("access_token");
			HttpRequest userInfo = HttpRequest.newBuilder(this.demo.uri("/userinfo"))
				.header("Authorization", "Bearer " + token)
				.timeout(Duration.ofSeconds(20))
				.build();
			assertThat(atOnce(60, () -> send(userInfo).statusCode())).containsOnly(200);
		}

		@Test
		void aCodeIsRedeemedOnceAtMost() throws Exception {
			String code = code(this.demo);
			List<Integer> statuses = atOnce(20, () -> redeem(code).statusCode());
			assertThat(statuses).containsOnlyElementsOf(statuses.contains(200) ? List.of(200, 400) : List.of(400));
			assertThat(statuses.stream().filter((status) -> status == 200)).hasSizeLessThanOrEqualTo(1);
		}

		@Test
		void aRotatedRefreshTokenThatComesAgainEndsItsSuccessors() throws Exception {
			String first = (String) json(redeem(code(this.demo))).get("refresh_token");
			String second = (String) json(refresh(this.demo, first)).get("refresh_token");
			assertThat(json(refresh(this.demo, first))).containsEntry("error", "invalid_grant");
			assertThat(json(refresh(this.demo, second))).containsEntry("error", "invalid_grant");
		}

		@Test
		void clientsThatSendSlowlyStopNobodyElse() throws Exception {
			List<Socket> slow = new ArrayList<>();
			try {
				for (int i = 0; i < 230; i++) {
					Socket socket = new Socket("127.0.0.1", this.demo.port());
					slow.add(socket);
					OutputStream out = socket.getOutputStream();
					out.write(("POST /oauth2/token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
							+ "Content-Type: application/x-www-form-urlencoded\r\n\r\ngrant_type=")
						.getBytes(StandardCharsets.US_ASCII));
					out.flush();
				}
				assertThat(
						send(HttpRequest.newBuilder(this.demo.uri("/demo.css")).timeout(Duration.ofSeconds(20)).build())
							.statusCode())
					.isEqualTo(200);
			}
			finally {
				for (Socket socket : slow) {
					socket.close();
				}
			}
		}

		HttpResponse<String> redeem(String code) throws Exception {
			return post("/oauth2/token", false, "grant_type", "authorization_code", "code", code, "redirect_uri",
					REDIRECT_URI, "code_verifier", VERIFIER, "client_id", DemoAccounts.WEB_CLIENT);
		}

		HttpResponse<String> post(String path, boolean machine, String... parameters) throws Exception {
			return PackagedDemoTests.post(this.demo, path, machine, parameters);
		}

	}

	@Nested
	class OnH2 extends Attacks {

		@Override
		List<String> database() {
			return List.of("--spring.datasource.url=jdbc:h2:file:" + this.folder.resolve("demo"));
		}

	}

	@Nested
	class OnPostgreSql extends Attacks {

		private EmbeddedPostgres postgres;

		@Override
		List<String> database() throws IOException {
			this.postgres = EmbeddedPostgres.start();
			return List.of("--spring.datasource.url=" + this.postgres.getJdbcUrl("postgres", "postgres"),
					"--spring.datasource.username=postgres");
		}

		@Test
		void aTokenThatOneNodeHasReplacedIsKnownToTheOther(@TempDir Path other) throws Exception {
			try (PackagedDemo node = PackagedDemo.start(other,
					List.of("--spring.datasource.url=" + this.postgres.getJdbcUrl("postgres", "postgres"),
							"--spring.datasource.username=postgres"))) {
				String first = (String) json(redeem(code(this.demo))).get("refresh_token");
				String second = (String) json(refresh(node, first)).get("refresh_token");
				assertThat(json(refresh(this.demo, first))).containsEntry("error", "invalid_grant");
				assertThat(json(refresh(node, second))).containsEntry("error", "invalid_grant");
			}
		}

		@AfterAll
		void aDatabaseThatIsAwayIsAnErrorOfOAuth() throws Exception {
			if (this.demo == null) {
				return;
			}
			this.postgres.close();
			HttpResponse<String> response = post("/oauth2/token", true, "grant_type", "client_credentials");
			assertThat(response.statusCode()).isEqualTo(503);
			assertThat(json(response)).containsEntry("error", "temporarily_unavailable");
		}

	}

	private static String code(PackagedDemo demo) throws Exception {
		String challenge = Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
		URI answer = new PlainBrowser()
			.signIn(demo.uri("/oauth2/authorize?"
					+ form("response_type", "code", "client_id", DemoAccounts.WEB_CLIENT, "redirect_uri", REDIRECT_URI,
							"scope", "openid profile", "code_challenge", challenge, "code_challenge_method", "S256")))
			.uri();
		return URLDecoder.decode(answer.getRawQuery().replaceFirst(".*code=([^&]+).*", "$1"), StandardCharsets.UTF_8);
	}

	private static HttpResponse<String> refresh(PackagedDemo demo, String token) throws Exception {
		return post(demo, "/oauth2/token", false, "grant_type", "refresh_token", "refresh_token", token, "client_id",
				DemoAccounts.WEB_CLIENT);
	}

	private static HttpResponse<String> post(PackagedDemo demo, String path, boolean machine, String... parameters)
			throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(demo.uri(path))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.timeout(Duration.ofSeconds(30));
		if (machine) {
			request.header("Authorization", "Basic " + Base64.getEncoder()
				.encodeToString((MACHINE + ":" + DemoAccounts.MACHINE_SECRET).getBytes(StandardCharsets.US_ASCII)));
		}
		return send(request.POST(HttpRequest.BodyPublishers.ofString(form(parameters))).build());
	}

	private static String form(String... parameters) {
		StringJoiner form = new StringJoiner("&");
		for (int i = 0; i < parameters.length; i += 2) {
			form.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
		}
		return form.toString();
	}

	private static HttpResponse<String> send(HttpRequest request) throws Exception {
		return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static Map<String, Object> json(HttpResponse<String> response) {
		return JsonMapper.shared().readValue(response.body(), new TypeReference<>() {
		});
	}

	private static <T> List<T> atOnce(int number, Callable<T> attack) throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(number);
		CountDownLatch ready = new CountDownLatch(number);
		try {
			List<Future<T>> answers = IntStream.range(0, number).mapToObj((index) -> clients.submit(() -> {
				ready.countDown();
				ready.await();
				return attack.call();
			})).toList();
			List<T> results = new ArrayList<>();
			for (Future<T> answer : answers) {
				results.add(answer.get());
			}
			return results;
		}
		finally {
			clients.shutdownNow();
		}
	}

}
