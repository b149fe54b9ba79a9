package io.claimflow.spring.deployment.store;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;

import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.JavaProcess;
import io.claimflow.spring.server.Postgres;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for nodes that are processes of their own, on one PostgreSQL.
 */
class NodeProcessTests {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static final Change CHANGE = Change.by("ann", "because");

	private final PGSimpleDataSource database = Postgres.database();

	private final List<Node> nodes = new ArrayList<>();

	/** What every start unpacks its native libraries to. */
	@TempDir
	private Path temporary;

	@AfterEach
	void stop() {
		this.nodes.forEach(Node::close);
	}

	private Node start(String name) throws IOException {
		Node node = new Node(this.database, name, this.temporary);
		this.nodes.add(node);
		return node;
	}

	private static void await(Node node, String version) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(3))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(node.version()).isEqualTo(version));
	}

	@Test
	void aNodeThatIsKilledIsGoneAndTheOthersGoOnAndItComesBackWithWhatIsLive() throws Exception {
		AuthServer.Builder builder = StoreServer.builder("one")
			.property("claimflow.deployments.node", "operator")
			.property("claimflow.deployments.node-timeout", "2s")
			.property("spring.datasource.url", this.database.getUrl())
			.property("spring.datasource.username", String.valueOf(this.database.getUser()));
		try (StoreServer operator = new StoreServer(builder.start())) {
			Node b = start("b");
			Node c = start("c");
			await(b, "one");
			await(c, "one");
			long two = operator.push(StoreServer.builder("two").project());
			operator.store().makeLive(two, CHANGE);
			await(b, "two");
			await(c, "two");
			c.close();
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.untilAsserted(
						() -> assertThat(DeploymentStatus.summary(operator.store().nodes(), 2)).isEqualTo("2 of 2"));
			operator.store().rollBack(CHANGE);
			await(b, "one");
			await(start("c"), "one");
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.untilAsserted(
						() -> assertThat(DeploymentStatus.summary(operator.store().nodes(), 3)).isEqualTo("3 of 3"));
		}
	}

	/** What a process that stores and makes live leaves when it ends at once. */
	@Test
	void aNodeThatIsKilledWhileItDeploysLeavesNoHalfState() throws Exception {
		AuthServer.Builder builder = StoreServer.builder("begin")
			.property("spring.datasource.url", this.database.getUrl())
			.property("spring.datasource.username", String.valueOf(this.database.getUser()));
		try (StoreServer observer = new StoreServer(builder.start())) {
			Node busy = start("busy");
			busy.port();
			busy.process.write("deploy");
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> observer.store().live().revision() > 3);
			busy.close();
			LiveState live = observer.store().live();
			List<LiveChange> history = observer.store().history(100, OptionalLong.empty());
			assertThat(history.get(0).revision()).isEqualTo(live.revision());
			assertThat(history).hasSize((int) live.revision());
			for (StoredDeployment deployment : observer.store().list(100, OptionalLong.empty())) {
				assertThat(deployment.state()).isIn(DeploymentState.STORED, DeploymentState.LIVE);
				assertThat(observer.store().artifact(deployment.number())).hasSize((int) deployment.bytes());
			}
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(observer.server().context().getBean(DeploymentStatus.class).reached())
					.contains(live));
			assertThat(observer.version()).isNotEqualTo("begin");
		}
	}

	/** A node that needs no folder. */
	private static final class Node implements AutoCloseable {

		private final JavaProcess process;

		private @Nullable String port;

		/** Begins to start it: several start side by side. */
		Node(PGSimpleDataSource database, String name, Path temporary) throws IOException {
			this.process = new JavaProcess(Node.class, List.of("-Djava.io.tmpdir=" + temporary), database.getUrl(),
					String.valueOf(database.getUser()), name);
		}

		private String port() throws IOException {
			String known = this.port;
			if (known == null) {
				known = this.process.await("port ");
				this.port = known;
			}
			return known;
		}

		/** In the process. */
		public static void main(String[] arguments) throws Exception {
			AuthServer server = StoreServer.builder("unused")
				.property("claimflow.project", "file:./no/such/folder")
				.property("claimflow.deployments.node", arguments[2])
				.property("claimflow.deployments.node-timeout", "2s")
				.property("spring.datasource.url", arguments[0])
				.property("spring.datasource.username", arguments[1])
				.property("logging.level.root", "error")
				.start();
			System.out.println("port " + URI.create(server.url("/")).getPort());
			if (System.in.read() > 0) {
				deployForEver(new StoreServer(server));
			}
		}

		private static void deployForEver(StoreServer server) throws Exception {
			for (int i = 0;; i++) {
				server.store().makeLive(server.push(StoreServer.builder("version " + i).project()), CHANGE);
			}
		}

		/** What the workflow of machine tokens writes, once it has started. */
		Object version() throws IOException {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/oauth2/token"))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.header("Authorization",
						"Basic " + Base64.getEncoder()
							.encodeToString((AuthServerConfiguration.JWT + ":secret-" + AuthServerConfiguration.JWT)
								.getBytes(StandardCharsets.UTF_8)))
				.POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
				.build();
			try {
				HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
				return new AuthServer.Response(response.statusCode(), response.body(), "").accessTokenClaims()
					.getOrDefault("version", "none");
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
		}

		@Override
		public void close() {
			this.process.close();
		}

	}

}
