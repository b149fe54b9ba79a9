package io.claimflow.spring.deployment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.JavaProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a server whose process ends at once, whatever it is doing.
 */
class KilledServerTests {

	private static final String WORKFLOW = "kindeSrc/environment/workflows/m2mWorkflow.ts";

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final ExecutorService thread = Executors.newSingleThreadExecutor();

	@TempDir
	private Path project;

	/** What every start unpacks its native libraries to. */
	@TempDir
	private Path temporary;

	private volatile int version;

	@BeforeEach
	void write() throws IOException {
		Files.writeString(this.project.resolve("kinde.json"),
				"{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\" }");
		Files.createDirectories(this.project.resolve(WORKFLOW).getParent());
		change();
	}

	@AfterEach
	void stop() {
		this.thread.shutdownNow();
	}

	@Test
	void aServerThatIsKilledDuringReloadsStartsAgainAndNoTokenHasHalfOfItsClaims() throws Exception {
		Set<Object> versions = ConcurrentHashMap.newKeySet();
		Future<?> author;
		try (Server server = new Server(this.project, this.temporary)) {
			author = this.thread.submit(() -> changeUntilItIsKilled(server, versions));
			Future<?> changes = author;
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> versions.size() > 3 || changes.isDone());
		}
		author.get(20, TimeUnit.SECONDS);
		assertThat(versions).hasSizeGreaterThan(3);
		try (Server server = new Server(this.project, this.temporary)) {
			assertThat(server.claims()).containsEntry("first", this.version).containsEntry("last", this.version);
		}
	}

	private Void changeUntilItIsKilled(Server server, Set<Object> versions) throws IOException {
		while (true) {
			Map<String, Object> claims;
			try {
				claims = server.claims();
			}
			catch (IOException ex) {
				return null;
			}
			assertThat(claims).containsKey("first").containsEntry("last", claims.get("first"));
			versions.add(claims.get("first"));
			change();
		}
	}

	/** Puts the next version of the workflow in its place. */
	private void change() throws IOException {
		int next = this.version + 1;
		Path file = Files.writeString(this.project.resolve("next"),
				AuthServer.Builder.source("m2m", "m2m:token_generation", """
						const claims = m2mTokenClaims<any>();
						claims.first = %1$d;
						await Promise.resolve();
						claims.last = %1$d;
						""".formatted(next)));
		Files.move(file, this.project.resolve(WORKFLOW), StandardCopyOption.ATOMIC_MOVE);
		this.version = next;
	}

	/** A server in a process of its own, which is killed in the end. */
	private static final class Server implements AutoCloseable {

		private final JavaProcess process;

		private final String port;

		Server(Path project, Path temporary) throws IOException {
			this.process = new JavaProcess(Server.class, List.of("-Djava.io.tmpdir=" + temporary),
					project.toUri().toString());
			this.port = this.process.await("port ");
		}

		/** In the process. */
		public static void main(String[] arguments) {
			AuthServer server = AuthServer.builder()
				.property("claimflow.project", arguments[0])
				.property("claimflow.reload", true)
				.property("logging.level.root", "error")
				.start();
			System.out.println("port " + URI.create(server.url("/")).getPort());
		}

		/** The claims of a token. */
		Map<String, Object> claims() throws IOException {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/oauth2/token"))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.header("Authorization",
						"Basic " + Base64.getEncoder()
							.encodeToString((AuthServerConfiguration.JWT + ":secret-" + AuthServerConfiguration.JWT)
								.getBytes(StandardCharsets.UTF_8)))
				.POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
				.build();
			try {
				HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
				return new AuthServer.Response(response.statusCode(), response.body(), "").accessTokenClaims();
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
