package io.claimflow.spring.deployment.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.claimflow.spring.server.AuthServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for servers whose deployments are in a database that goes away, and comes back.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeploymentOutageTests {

	private static final Change CHANGE = Change.by("ann", "because");

	@TempDir
	private Path data;

	private AuthServer.Builder node(EmbeddedPostgres postgres, String name) {
		return StoreServer.builder("one")
			.property("claimflow.deployments.node", name)
			.property("claimflow.deployments.poll-back-off", "200ms")
			.property("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"))
			.property("spring.datasource.username", "postgres")
			.property("spring.datasource.hikari.connection-timeout", 500)
			.property("spring.datasource.hikari.maximum-pool-size", 4);
	}

	/** On the same data, whichever process it is. */
	private EmbeddedPostgres postgres(int port) throws IOException {
		return EmbeddedPostgres.builder()
			.setDataDirectory(this.data.toFile())
			.setCleanDataDirectory(false)
			.setPort(port)
			.start();
	}

	@Test
	void whatIsLiveStaysLiveAndNodesCatchUpOnceTheDatabaseIsBack(CapturedOutput output) throws Exception {
		EmbeddedPostgres postgres = postgres(0);
		try (StoreServer a = new StoreServer(node(postgres, "a").start());
				StoreServer b = new StoreServer(node(postgres, "b").start())) {
			long two = a.push(StoreServer.builder("two").project());
			AuthServer.Builder late = node(postgres, "late");
			postgres.close();
			DeploymentStatus status = b.server().context().getBean(DeploymentStatus.class);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> status.problem().isPresent());
			assertThat(status.problem().orElseThrow())
				.contains("The database does not answer; what is live stays live");
			assertThat(a.version()).isEqualTo("one");
			assertThat(b.version()).isEqualTo("one");
			assertThatExceptionOfType(DeploymentStoreException.class).isThrownBy(() -> a.store().makeLive(two, CHANGE))
				.withMessageContaining("the database does not answer");
			assertThatException().isThrownBy(late::start);
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("What is live is in the database")
				.contains("Nodes that run go on with what is live");
			postgres = postgres(postgres.getPort());
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(a.store().makeLive(two, CHANGE).deployment()).hasValue(two));
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(b.version()).isEqualTo("two"));
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> status.problem().isEmpty());
			assertThat(output).contains("The database answers again");
		}
		finally {
			postgres.close();
		}
	}

}
