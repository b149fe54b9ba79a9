package io.claimflow.demo.cluster;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.claimflow.demo.ConsoleWalk;
import io.claimflow.demo.DemoAccounts;
import io.claimflow.demo.DemoBrowser;
import io.claimflow.demo.PlainBrowser;
import io.claimflow.demo.PlainBrowser.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.core.serializer.support.SerializingConverter;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Three nodes with PostgreSQL behind a balancer that gives each request to the next node.
 * One cluster serves all tests: those that end a node are the last ones.
 */
@Tag("any-jdk")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ClusterTests {

	private static final String CLIENT = "cluster-client";

	private static final String PASSWORD = "seven-swans-swim";

	private static final String BETWEEN = "-- next step --";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final List<String> nodes = Collections.synchronizedList(new ArrayList<>());

	private Cluster cluster;

	private JdbcClient jdbc;

	private Client client;

	@BeforeAll
	void start() throws IOException {
		this.cluster = Cluster.start(0,
				List.of("--demo.signing-keys.refresh=500ms", "--demo.signing-keys.announced=1h",
						"--claimflow.warm-up=false", "--claimflow.console.view-authority=ROLE_VIEWER",
						"--spring.datasource.hikari.maximum-pool-size=10"),
				(line) -> {
				});
		this.jdbc = JdbcClient.create(this.cluster.database());
		new JdbcRegisteredClientRepository(new JdbcTemplate(this.cluster.database())).save(RegisteredClient
			.withId(CLIENT)
			.clientId(CLIENT)
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
			.redirectUri(Client.REDIRECT_URI)
			.scope("openid")
			.scope("profile")
			.clientSettings(ClientSettings.builder().requireProofKey(true).requireAuthorizationConsent(true).build())
			.tokenSettings(TokenSettings.builder()
				.accessTokenTimeToLive(Duration.ofHours(1))
				.reuseRefreshTokens(false)
				.build())
			.build());
		this.client = new Client(this.cluster.uri(), CLIENT);
	}

	@AfterAll
	void stop() {
		if (this.cluster != null) {
			this.cluster.close();
		}
	}

	@Test
	@Order(1)
	void eachStepOfASignInIsAtAnotherNode() throws Exception {
		account("ada@cluster.example", true);
		PlainBrowser browser = new PlainBrowser(this::note);

		Page page = browser.signIn(this.client.authorization(), "ada@cluster.example", PASSWORD);
		assertThat(page.uri().getPath()).isEqualTo("/second-factor");
		page = browser.submit(page, "/ott/generate", Map.of());
		page = browser.get(link(browser.get(this.cluster.uri().resolve("/mail"))));
		page = browser.submit(page, "/login/ott", Map.of("token", token(page)));
		assertThat(page.uri().getPath()).isEqualTo("/oauth2/authorize");
		page = browser.submit(page, "/oauth2/authorize", Map.of("scope", "profile"));
		assertThat(page.uri().toString()).startsWith(Client.REDIRECT_URI);
		HttpResponse<String> redeemed = noted(this.client.redeem(Client.code(page.uri())));
		HttpResponse<String> refreshed = noted(this.client.refresh(Client.text(redeemed, "refresh_token")));
		HttpResponse<String> userInfo = noted(this.client.userInfo(Client.text(refreshed, "access_token")));
		browser.get(this.cluster.uri()
			.resolve("/connect/logout?id_token_hint=" + Client.text(refreshed, "id_token") + "&client_id=" + CLIENT));

		JWTClaimsSet idToken = SignedJWT.parse(Client.text(redeemed, "id_token")).getJWTClaimsSet();
		assertThat(idToken.getIssuer()).isEqualTo(this.cluster.uri().toString());
		assertThat(idToken.getClaims()).containsKeys("sid", "auth_time");
		assertThat(SignedJWT.parse(Client.text(refreshed, "id_token")).getJWTClaimsSet().getClaim("sid"))
			.isEqualTo(idToken.getClaim("sid"));
		assertThat(SignedJWT.parse(Client.text(redeemed, "access_token")).getJWTClaimsSet().getStringListClaim("roles"))
			.containsExactly("viewer", "editor");
		assertThat(Client.json(userInfo)).containsEntry("sub", "ada@cluster.example");
		assertThat(browser.get(this.cluster.uri().resolve("/account")).uri().getPath()).isEqualTo("/login");
		assertThat(this.nodes).doesNotContainNull().contains("a", "b", "c");
		for (int i = 1; i < this.nodes.size(); i++) {
			assertThat(this.nodes.get(i)).isNotEqualTo(this.nodes.get(i - 1));
		}
	}

	@Test
	@Order(2)
	void theConsoleIsWalkedThroughAsBothAuthoritiesAndEachPageIsAnotherNodes() throws Exception {
		DemoBrowser browser = DemoBrowser.shared();
		String url = this.cluster.uri().toString();
		signIn(browser, "vera@cluster.example", "ROLE_VIEWER");
		ConsoleWalk.view(browser, url);
		ConsoleWalk.changeInVain(browser, url);

		signIn(browser, "charles@cluster.example", DemoAccounts.OPERATOR);
		ConsoleWalk.change(browser, url, store(ConsoleWalk.NO_KEY, ConsoleWalk.KEY, false), this::isKnown);
	}

	/** Waits until each node runs what is live. */
	private void isKnown() {
		await().atMost(PATIENCE)
			.until(() -> this.jdbc
				.sql("select count(*) from claimflow_node where revision = (select revision from claimflow_live)")
				.query(Integer.class)
				.single() == 3);
	}

	private void signIn(DemoBrowser browser, String name, String authority) {
		account(name, false);
		this.jdbc.sql("insert into authorities (username, authority) values (?, ?)").params(name, authority).update();
		browser.openAnew(this.cluster.uri() + "/claimflow/console");
		browser.enterPassword(name, PASSWORD);
		assertThat(browser.text("h1")).isEqualTo("Overview");
	}

	@Test
	@Order(2)
	void aSignOutAtOneNodeEndsTheSessionAtAll() throws Exception {
		account("ben@cluster.example", false);
		PlainBrowser browser = new PlainBrowser();
		assertThat(browser.signIn(at("a", "/account"), "ben@cluster.example", PASSWORD).uri().getPath())
			.isEqualTo("/account");
		Page page = browser.get(at("b", "/account"));
		assertThat(page.uri()).isEqualTo(at("b", "/account"));

		browser.submit(page, "/logout", Map.of());

		for (Node node : this.cluster.nodes()) {
			assertThat(browser.get(node.uri().resolve("/account")).uri().getPath()).isEqualTo("/login");
		}
	}

	@Test
	@Order(2)
	void aSignInThatADeploymentOvertakesEndsWithWhatItBeganWith() throws Exception {
		account("gil@cluster.example", false);
		PlainBrowser browser = new PlainBrowser();
		Page consent = browser.signIn(this.client.authorization(), "gil@cluster.example", PASSWORD);

		push("rolesOf(accessToken.permissions ?? [])", "[\"overtaken\"]");

		Page page = browser.submit(consent, "/oauth2/authorize", Map.of("scope", "profile"));
		HttpResponse<String> redeemed = this.client.redeem(Client.code(page.uri()));
		assertThat(roles(redeemed)).containsExactly("viewer", "editor");
		assertThat(roles(this.client.refresh(Client.text(redeemed, "refresh_token")))).containsExactly("overtaken");
	}

	private static List<String> roles(HttpResponse<String> tokens) throws Exception {
		return SignedJWT.parse(Client.text(tokens, "access_token")).getJWTClaimsSet().getStringListClaim("roles");
	}

	/** Makes a changed project live, and waits until each node runs it. */
	private void push(String code, String replacement) throws IOException {
		store(code, replacement, true);
		isKnown();
	}

	/**
	 * Pushes a changed project.
	 * @return the number of the deployment
	 */
	private long store(String code, String replacement, boolean live) throws IOException {
		RestClient http = RestClient.create(this.cluster.uri().toString());
		String token = http.post()
			.uri("/oauth2/token")
			.headers((headers) -> headers.setBasicAuth(DemoAccounts.DEPLOY_CLIENT, DemoAccounts.DEPLOY_SECRET))
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.body(Client.form("grant_type", "client_credentials", "scope", "claimflow:read claimflow:deploy"))
			.retrieve()
			.body(JsonNode.class)
			.path("access_token")
			.asString();
		return http.post()
			.uri("/claimflow/deployments?live=" + live)
			.headers((headers) -> headers.setBearerAuth(token))
			.contentType(MediaType.parseMediaType("application/zip"))
			.body(zip(Path.of("workflows"), code, replacement))
			.retrieve()
			.body(JsonNode.class)
			.path("number")
			.asLong();
	}

	private static byte[] zip(Path project, String code, String replacement) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes); Stream<Path> files = Files.walk(project)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				zip.putNextEntry(new ZipEntry(project.relativize(file).toString().replace('\\', '/')));
				zip.write(Files.readString(file).replace(code, replacement).getBytes(StandardCharsets.UTF_8));
			}
		}
		return bytes.toByteArray();
	}

	@Test
	@Order(3)
	void thePagesShowWhatAWorkflowDidAtAnotherNode() throws Exception {
		account("cyd@cluster.example", false);
		PlainBrowser browser = new PlainBrowser();

		Page page = browser.signIn(this.cluster.uri().resolve("/demo/sign-in"), "cyd@cluster.example", PASSWORD);
		if (!page.uri().getPath().equals("/demo")) {
			page = browser.get(this.cluster.uri().resolve("/demo"));
		}
		assertThat(page.html()).contains("UserTokensWorkflow.ts");
		page = browser.press(page, "Refresh the tokens");

		assertThat(page.uri()).isEqualTo(this.cluster.uri().resolve("/demo"));
		assertThat(page.html()).contains("UserTokensWorkflow.ts");
	}

	@Test
	@Order(4)
	void theDatabaseDoesNotTellTheKeysThatSign() {
		List<String> keys = this.jdbc.sql("select jwk from signing_key").query(String.class).list();
		assertThat(keys).isNotEmpty().allMatch((key) -> key.startsWith("k1:"));
		List<String> mails = this.jdbc.sql("select content from mail").query(String.class).list();
		assertThat(mails).isNotEmpty().noneMatch((mail) -> mail.contains("second-factor"));
	}

	@Test
	@Order(4)
	void aClientThatDidNotGetItsAnswerComesAgainOnceAndAThiefDoesNot() throws Exception {
		User user = user("deb@cluster.example");
		String lost = user.refreshToken();
		assertThat(this.client.refresh(lost).statusCode()).isEqualTo(200);

		assertThat(user.refreshes().statusCode()).isEqualTo(200);
		String used = user.refreshToken();
		assertThat(user.refreshes().statusCode()).isEqualTo(200);

		assertThat(Client.json(this.client.refresh(lost))).containsEntry("error", "invalid_grant");
		for (String token : List.of(used, user.refreshToken())) {
			assertThat(Client.json(this.client.refresh(token))).containsEntry("error", "invalid_grant");
		}
	}

	@Test
	@Order(5)
	void anAttributeOfAClassThatIsNotKnownIsNotThere() throws Exception {
		account("dot@cluster.example", false);
		PlainBrowser browser = new PlainBrowser();
		browser.signIn(at("a", "/account"), "dot@cluster.example", PASSWORD);
		byte[] stranger = new SerializingConverter().convert(InetAddress.getLoopbackAddress());
		this.jdbc
			.sql("update spring_session_attributes set attribute_bytes = ? where attribute_name ="
					+ " 'SPRING_SECURITY_CONTEXT' and session_primary_id ="
					+ " (select primary_id from spring_session where principal_name = ?)")
			.params(stranger, "dot@cluster.example")
			.update();

		assertThat(browser.get(at("b", "/account")).uri().getPath()).isEqualTo("/login");
		assertThat(browser.signIn(at("c", "/account"), "dot@cluster.example", PASSWORD).uri().getPath())
			.isEqualTo("/account");
	}

	@Test
	@Order(6)
	void tokensOfAKeyThatSignsNoMoreAreGoodUntilTheyExpire() throws Exception {
		User user = user("eve@cluster.example");
		String old = SignedJWT.parse(user.accessToken()).getHeader().getKeyID();
		assertThat(published()).containsExactly(Set.of(old), Set.of(old), Set.of(old));

		this.jdbc.sql("update signing_key set signs_from = signs_from - interval '30 days'").update();

		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(published()).allMatch((keys) -> keys.size() == 2 && keys.contains(old)));
		String next = published().get(0).stream().filter((key) -> !key.equals(old)).findFirst().orElseThrow();
		assertThat(signing()).containsOnly(old);

		this.jdbc.sql("update signing_key set signs_from = signs_from - interval '2 hours' where id = 2").update();

		await().atMost(PATIENCE).untilAsserted(() -> assertThat(signing()).containsOnly(next));
		for (Node node : this.cluster.nodes()) {
			Client there = new Client(node.uri(), CLIENT);
			assertThat(there.userInfo(user.accessToken()).statusCode()).isEqualTo(200);
			JWK key = JWKSet.parse(there.get("/oauth2/jwks").body()).getKeyByKeyId(old);
			assertThat(SignedJWT.parse(user.accessToken()).verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
		}

		this.jdbc.sql("update signing_key set signs_from = signs_from - interval '2 days' where id = 2").update();

		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(published()).containsExactly(Set.of(next), Set.of(next), Set.of(next)));
		assertThat(this.client.userInfo(user.accessToken()).statusCode()).isEqualTo(401);
		assertThat(user.refreshes().statusCode()).isEqualTo(200);
		assertThat(user.asksForUserInfo().statusCode()).isEqualTo(200);
	}

	@Test
	@Order(7)
	void theAnswersNameTheirNodesAsThePageSays() throws Exception {
		String page = Files.readString(Path.of("../docs/cluster.md"));
		String command = sample(page, "sh", "curl").replace("http://127.0.0.1:9000", this.cluster.uri().toString());
		Process shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
		String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assumeTrue(shell.waitFor() != 127, "Needs curl");

		assertThat(output.strip()).matches(sample(page, "text", "Demo-Node").strip().replaceFirst("[abc]$", "[abc]"));
	}

	/** From the root of the repository, as one does who reads the page. */
	@Test
	@Order(1)
	void theStepsOfThePageShipAProjectToAllNodesAndBack(@TempDir Path folder) throws Exception {
		String page = Files.readString(Path.of("../docs/cluster.md"));
		String section = page.substring(page.indexOf("## Ship workflows"), page.indexOf("## What nodes share"));
		List<String> commands = samples(section, "sh");
		List<String> answers = samples(section, "text");
		assertThat(commands).hasSameSizeAs(answers).hasSize(6);
		String script = String.join("echo '" + BETWEEN + "'\n", commands)
			.replace("http://127.0.0.1:9000", this.cluster.uri().toString())
			.replace("/tmp/", folder + "/");
		Process shell = new ProcessBuilder("bash", "-ec", script).directory(new File(".."))
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("answers").toFile())
			.start();
		boolean ended = shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		shell.destroy();
		String output = Files.readString(folder.resolve("answers"));
		assertThat(ended).as(output).isTrue();
		assumeTrue(shell.exitValue() != 127, "Needs bash, curl, sed and zip");

		assertThat(shell.exitValue()).as(output).isZero();
		List<String> said = List.of(output.split(BETWEEN));
		assertThat(said).as(output).hasSameSizeAs(answers);
		for (int i = 0; i < answers.size(); i++) {
			assertThat(said.get(i).strip()).matches(expected(answers.get(i)));
		}
	}

	/** What the page leaves out may be anything on its line. */
	private static String expected(String answer) {
		return Stream.of(answer.strip().split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
	}

	private static List<String> samples(String section, String language) {
		return Pattern.compile("(?s)```" + language + "\n(.*?)```")
			.matcher(section)
			.results()
			.map((sample) -> sample.group(1))
			.toList();
	}

	private static String sample(String page, String language, String start) {
		Matcher sample = Pattern.compile("(?s)```" + language + "\n(" + start + ".*?)```").matcher(page);
		assertThat(sample.find()).isTrue();
		return sample.group(1);
	}

	@Test
	@Order(7)
	void aDeploymentUnderLoadReachesEveryNodeAndNoRequestFails() throws Exception {
		List<User> users = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			users.add(user("busy-" + i + "@cluster.example"));
		}
		try (Load load = Load.start(users)) {
			await().atMost(PATIENCE).until(() -> load.answered() > 40 || !load.goesOn());
			push("rolesOf(accessToken.permissions ?? [])", "[\"underway\"]");
			int before = load.answered();
			await().atMost(PATIENCE).until(() -> load.answered() > before + 40 || !load.goesOn());
			load.close();
			assertThat(load.losses()).isEmpty();
			assertThat(load.failures()).isEmpty();
		}
		for (User user : users) {
			assertThat(user.refreshes().statusCode()).isEqualTo(200);
			assertThat(SignedJWT.parse(user.accessToken()).getJWTClaimsSet().getStringListClaim("roles"))
				.containsExactly("underway");
		}
	}

	@Test
	@Order(8)
	void aNodeThatIsKilledCostsNobodyASessionOrAToken() throws Exception {
		List<User> users = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			users.add(user("user-" + i + "@cluster.example"));
		}
		Node killed = this.cluster.node("b");
		long kill;
		long gone;
		try (Load load = Load.start(users)) {
			await().atMost(PATIENCE).until(() -> load.answered() > 60 || !load.goesOn());
			assertThat(load.failures()).isEmpty();

			kill = System.nanoTime();
			killed.kill();
			gone = System.nanoTime();

			int before = load.answered();
			await().atMost(PATIENCE).until(() -> load.answered() > before + 120 || !load.goesOn());
			load.close();
			assertThat(load.losses()).isEmpty();
			assertThat(load.failures()).allSatisfy((failure) -> {
				assertThat(failure.node()).isIn("b", null);
				assertThat(failure.started()).isLessThan(gone);
				assertThat(failure.ended()).isGreaterThan(kill);
			});
		}
		for (User user : users) {
			assertThat(user.refreshes().statusCode()).isEqualTo(200);
			assertThat(user.seesTheAccount().statusCode()).isEqualTo(200);
		}

		this.cluster.start(killed);

		Client there = new Client(killed.uri(), CLIENT);
		assertThat(there.machineToken().statusCode()).isEqualTo(200);
		await().atMost(PATIENCE)
			.until(() -> "b".equals(this.client.get("/login").headers().firstValue(Balancer.NODE).orElse("")));
		for (User user : users) {
			assertThat(user.seesTheAccount().statusCode()).isEqualTo(200);
		}
	}

	@Test
	@Order(9)
	void aNodeThatStopsEndsWhatIsUnderWayAndNobodyNotices() throws Exception {
		Node stopped = this.cluster.node("c");
		String form = Client.form("grant_type", "client_credentials", "client_id", DemoAccounts.MACHINE_CLIENT,
				"client_secret", DemoAccounts.MACHINE_SECRET, "scope", "read:users");
		List<User> users = List.of(user("fay@cluster.example"));
		try (Socket socket = new Socket("127.0.0.1", stopped.uri().getPort()); Load load = Load.start(users)) {
			socket.setSoTimeout(20_000);
			OutputStream out = socket.getOutputStream();
			out.write(("POST /oauth2/token HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nConnection: close\r\n"
					+ "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
					+ "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			String begun = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
			assertThat(begun).isEqualTo("HTTP/1.1 100");

			CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> stop(stopped));
			await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> refusesConnections(stopped));
			out.write(form.getBytes(StandardCharsets.US_ASCII));

			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(answer).contains("HTTP/1.1 200").contains("access_token");
			stop.get(60, TimeUnit.SECONDS);
			int before = load.answered();
			await().atMost(PATIENCE).until(() -> load.answered() > before + 20 || !load.goesOn());
			load.close();
			assertThat(load.losses()).isEmpty();
			assertThat(load.failures()).isEmpty();
		}
		assertThat(stopped.running().exitValue()).isEqualTo(143);
	}

	/**
	 * Whoever watches over the nodes would start them again, and nobody would end them.
	 */
	@Test
	@Order(10)
	void noNodeStartsOnceTheClusterHasEnded() {
		Node node = this.cluster.node("c");
		this.cluster.close();
		assertThatIllegalStateException().isThrownBy(() -> this.cluster.start(node))
			.withMessageContaining("The cluster has ended");
		assertThat(this.cluster.nodes())
			.noneMatch((one) -> one.running().onExit().orTimeout(30, TimeUnit.SECONDS).join().isAlive());
	}

	private void stop(Node node) {
		try {
			this.cluster.stop(node);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean refusesConnections(Node node) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", node.uri().getPort())) {
			return false;
		}
		catch (ConnectException ex) {
			return true;
		}
	}

	/** Makes an account, with a password that costs nothing to check. */
	private void account(String name, boolean secondFactor) {
		this.jdbc.sql("insert into users (username, password, enabled, second_factor) values (?, ?, true, ?)")
			.params(name, "{noop}" + PASSWORD, secondFactor)
			.update();
		this.jdbc.sql("insert into authorities (username, authority) values (?, 'ROLE_USER')").param(name).update();
	}

	/** Somebody who has signed in and let the client have tokens. */
	private User user(String name) throws Exception {
		account(name, false);
		CookieManager cookies = new CookieManager();
		PlainBrowser browser = new PlainBrowser(cookies);
		Page page = browser.signIn(this.client.authorization(), name, PASSWORD);
		page = browser.submit(page, "/oauth2/authorize", Map.of("scope", "profile"));
		return User.of(name, this.client, cookies, this.client.redeem(Client.code(page.uri())));
	}

	private URI at(String node, String path) {
		return this.cluster.node(node).uri().resolve(path);
	}

	/** What each node publishes. */
	private List<Set<String>> published() throws Exception {
		List<Set<String>> published = new ArrayList<>();
		for (Node node : this.cluster.nodes()) {
			published.add(JWKSet.parse(new Client(node.uri(), CLIENT).get("/oauth2/jwks").body())
				.getKeys()
				.stream()
				.map(JWK::getKeyID)
				.collect(Collectors.toSet()));
		}
		return published;
	}

	/** The keys with which the nodes sign. */
	private List<String> signing() throws Exception {
		List<String> signing = new ArrayList<>();
		for (Node node : this.cluster.nodes()) {
			String token = Client.text(new Client(node.uri(), CLIENT).machineToken(), "access_token");
			signing.add(SignedJWT.parse(token).getHeader().getKeyID());
		}
		return signing;
	}

	private void note(HttpResponse<String> response) {
		this.nodes.add(response.headers().firstValue(Balancer.NODE).orElse(null));
	}

	private HttpResponse<String> noted(HttpResponse<String> response) {
		note(response);
		return response;
	}

	private static URI link(Page mail) {
		Matcher link = Pattern.compile("href=\"([^\"]*/second-factor\\?token=[^\"]+)\"").matcher(mail.html());
		assertThat(link.find()).as(mail.html()).isTrue();
		return URI.create(link.group(1));
	}

	private static String token(Page page) {
		return page.uri().getQuery().replaceFirst("token=", "");
	}

}
