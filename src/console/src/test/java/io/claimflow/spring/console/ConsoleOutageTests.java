package io.claimflow.spring.console;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what the console says while its database is away, and for how it comes back.
 */
class ConsoleOutageTests {

	private static final String CONSOLE = "/claimflow/console";

	@TempDir
	Path directory;

	@TempDir
	Path data;

	private EmbeddedPostgres postgres(int port) throws IOException {
		return EmbeddedPostgres.builder()
			.setDataDirectory(this.data.toFile())
			.setCleanDataDirectory(false)
			.setPort(port)
			.start();
	}

	@Test
	void eachPageSaysThatTheDatabaseIsAwayAndIsThereAgainWithIt() throws Exception {
		EmbeddedPostgres postgres = postgres(0);
		try (ConsoleServer server = ConsoleServer.start(ConsoleServer.properties(this.directory, postgres))) {
			ConsoleUser charles = new ConsoleUser(server).signedIn("charles");
			String form = charles.get(CONSOLE + "/deployments").body();
			postgres.close();

			for (String path : new String[] { "/deployments", "/deployments/1", "/deployments/history", "/runs",
					"/runs/rows", "/runs/abc", "/runs/source?deployment=2&file=a", "/variables", "/try" }) {
				HttpResponse<String> page = charles.get(CONSOLE + path);
				assertThat(page.statusCode()).as(path).isEqualTo(503);
				if (!path.endsWith("/rows")) {
					assertThat(page.body()).as(path)
						.contains("The database does not answer")
						.doesNotContain("jdbc:", "Exception");
				}
			}
			assertThat(charles.get(CONSOLE).body())
				.contains("The database does not answer, so some of this page", "Deployment 1", "m2m:token_generation")
				.as("what is not known is none")
				.doesNotContain(">0<", "No runs", "No project was refused");
			assertThat(charles.get(CONSOLE + "/workflows").statusCode()).isEqualTo(200);
			assertThat(charles.get(CONSOLE + "/workflows/one?id=token").body())
				.contains("setCustomClaim", "nothing can be changed now")
				.doesNotContain("name=\"reason\"");
			HttpResponse<String> change = charles.submit(CONSOLE + "/deployments/rollback", form,
					Map.of("reason", "now", "revision", "1"));
			assertThat(change.statusCode()).isEqualTo(503);
			assertThat(change.body()).contains("The database does not answer");

			postgres = postgres(postgres.getPort());
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(charles.get(CONSOLE + "/deployments").statusCode()).isEqualTo(200));
			assertThat(charles.get(CONSOLE).body()).doesNotContain("The database does not answer");
		}
		finally {
			postgres.close();
		}
	}

}
