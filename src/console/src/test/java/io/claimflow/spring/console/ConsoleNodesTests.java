package io.claimflow.spring.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.claimflow.spring.deployment.store.DeploymentStatus;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.LiveChange;
import io.claimflow.spring.deployment.store.LiveState;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the console of three nodes with one PostgreSQL, whose sessions are in it,
 * too. They are below a context path, and behind a proxy that has them below another one.
 */
@Tag("any-jdk")
class ConsoleNodesTests {

	private static final String CONSOLE = "/claimflow/console";

	private static final Map<String, String> PROXY = Map.of("X-Forwarded-Proto", "https", "X-Forwarded-Host",
			"auth.example.com", "X-Forwarded-Port", "443", "X-Forwarded-Prefix", "/sso");

	@TempDir
	static Path directory;

	private static EmbeddedPostgres postgres;

	private static final List<ConsoleServer> nodes = new ArrayList<>();

	@BeforeAll
	static void start() throws IOException {
		postgres = EmbeddedPostgres.start();
		for (String name : new String[] { "a", "b", "c" }) {
			Map<String, Object> properties = ConsoleServer.properties(directory, postgres);
			properties.remove("spring.autoconfigure.exclude");
			properties.put("spring.session.jdbc.initialize-schema", "always");
			properties.put("server.servlet.context-path", "/auth");
			properties.put("server.forward-headers-strategy", "framework");
			// A browser would know the paths of the proxy alone, and speak TLS with it.
			properties.put("server.servlet.session.cookie.secure", false);
			properties.put("server.servlet.session.cookie.path", "/");
			properties.put("claimflow.deployments.node", name);
			properties.put("claimflow.runs.node", name);
			properties.put("claimflow.runs.linger", "10ms");
			nodes.add(ConsoleServer.start(properties));
		}
	}

	@AfterAll
	static void stop() throws IOException {
		nodes.forEach(ConsoleServer::close);
		postgres.close();
	}

	private static ConsoleUser somebody(int node) {
		return new ConsoleUser(nodes.get(node), "/auth", PROXY);
	}

	private static DeploymentStore store(int node) {
		return nodes.get(node).bean(DeploymentStore.class);
	}

	@Test
	void whoHasSignedInAtOneNodeHasDoneSoAtAllAndFormsOfOneAreTakenByOthers() throws Exception {
		ConsoleUser charles = somebody(0).signedIn("charles");
		String page = charles.at(nodes.get(1)).get(CONSOLE + "/workflows/one?id=token").body();
		String revision = String.valueOf(store(0).live().revision());

		HttpResponse<String> answer = charles.at(nodes.get(2))
			.submit(CONSOLE + "/activation", page, Map.of("workflow", "token", "active", "false", "reason",
					"of the third node", "revision", revision, "confirm", "true"));

		assertThat(answer.statusCode()).isEqualTo(303);
		LiveChange change = store(0).history(1, OptionalLong.empty()).get(0);
		assertThat(change.by()).isEqualTo("user:charles");
		assertThat(charles.get(CONSOLE + "/deployments/history").body()).contains("of the third node");
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(charles.get(CONSOLE + "/workflows").body()).contains("deactivated"));
		assertThat(charles.at(nodes.get(1))
			.submit(CONSOLE + "/activation", page,
					Map.of("workflow", "token", "active", "true", "reason", "late", "revision", revision))
			.body()).as("a form of before").contains("Somebody was faster");
		assertThat(charles.at(nodes.get(1))
			.submit(CONSOLE + "/activation", page,
					Map.of("workflow", "token", "active", "true", "reason", "again", "revision",
							String.valueOf(store(1).live().revision())))
			.statusCode()).isEqualTo(303);
	}

	@Test
	void aTokenOfAnotherSessionIsTakenByNoNode() throws Exception {
		String forged = ConsoleUser.token(somebody(0).signedIn("vera").get(CONSOLE + "/form").body());
		ConsoleUser charles = somebody(1).signedIn("charles");

		for (ConsoleServer node : nodes) {
			HttpResponse<String> answer = charles.at(node)
				.post(CONSOLE + "/deployments/rollback", forged, Map.of("reason", "x", "revision", "1"));
			assertThat(answer.statusCode()).isEqualTo(403);
			assertThat(answer.body()).contains("This form is too old");
		}
	}

	@Test
	void behindAProxyEachAddressIsThatOfTheProxy() throws Exception {
		ConsoleUser vera = somebody(0);
		assertThat(URI.create(vera.get(CONSOLE).headers().firstValue("Location").orElseThrow()))
			.isEqualTo(URI.create("https://auth.example.com/sso/login"));

		HttpResponse<String> back = vera.at(nodes.get(1))
			.submit("/login", vera.get("/login").body(),
					Map.of("username", "charles", "password", ConsoleServer.PASSWORD));

		assertThat(back.headers().firstValue("Location").orElse(""))
			.startsWith("https://auth.example.com/sso/claimflow/console");
		String page = vera.at(nodes.get(2)).get(CONSOLE + "/runs").body();
		assertThat(page)
			.contains("href=\"/sso/claimflow/console\"", "src=\"/sso/claimflow/console/assets/",
					"data-follow=\"/sso/claimflow/console/runs/rows\"", "action=\"/sso/claimflow/console/runs\"")
			.doesNotContain("\"/claimflow/", "\"/auth/", "127.0.0.1");
		HttpResponse<String> changed = vera.submit(CONSOLE + "/counter", vera.get(CONSOLE + "/form").body(), Map.of());
		assertThat(changed.statusCode()).isEqualTo(303);
		assertThat(URI.create("https://auth.example.com").resolve(changed.headers().firstValue("Location").orElse("")))
			.isEqualTo(URI.create("https://auth.example.com/sso/claimflow/console"));
	}

	@Test
	void aPrefixThatIsMarkupIsNone() throws Exception {
		ConsoleUser vera = somebody(0).signedIn("vera");

		String page = vera.with(Map.of("X-Forwarded-Prefix", "/\"><script>alert(1)</script>")).get(CONSOLE).body();

		assertThat(page).doesNotContain("<script>alert");
	}

	@Test
	void eachNodeShowsTheRunsAndNodesOfAll() throws Exception {
		// Another test has had the workflow deactivated, and a node without it runs
		// nothing.
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(nodes)
				.extracting((node) -> node.bean(DeploymentStatus.class).reached().map(LiveState::revision))
				.containsOnly(Optional.of(store(0).live().revision())));
		for (ConsoleServer node : nodes) {
			RestClient.create(node.url("/auth/oauth2/token"))
				.post()
				.headers((headers) -> headers.setBasicAuth("c", "s"))
				.contentType(MediaType.APPLICATION_FORM_URLENCODED)
				.body("grant_type=client_credentials")
				.retrieve()
				.toBodilessEntity();
		}
		ConsoleUser vera = somebody(0).signedIn("vera");
		for (ConsoleServer node : nodes) {
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(vera.at(node).get(CONSOLE).body()).contains(
						"aria-label=\"3 runs, 0 failures, 0 denials\"", "<bdi>a</bdi>", "<bdi>b</bdi>",
						"<bdi>c</bdi>"));
			assertThat(vera.at(node).get(CONSOLE + "/runs/rows").body().split("data-run=")).hasSize(4);
		}
	}

}
