package io.claimflow.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;

import io.claimflow.server.AuthServer;
import io.claimflow.server.AuthServerConfiguration;
import io.claimflow.server.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a database that goes away while the server runs, and comes back.
 */
class DatabaseOutageTests {

	private static final String CLAIMS = """
			const claims = { one: 1, last: "last" };
			""";

	@TempDir
	private Path data;

	@Test
	void noTokenIsIssuedWithoutTheDatabaseAndEveryOneHasAllItsClaimsOnceItIsBack() throws Exception {
		EmbeddedPostgres postgres = postgres(0);
		int port = postgres.getPort();
		try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
			ScriptUtils.executeSqlScript(connection, new ByteArrayResource(Store.postgresSchema().getBytes()));
		}
		try (AuthServer server = AuthServer.builder()
			.m2m(CLAIMS + "Object.assign(m2mTokenClaims<any>(), claims);")
			.user(CLAIMS + "Object.assign(accessTokenCustomClaims<any>(), claims);"
					+ "Object.assign(idTokenCustomClaims<any>(), claims);")
			.property("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"))
			.property("spring.datasource.username", "postgres")
			.property("spring.datasource.hikari.connection-timeout", 500)
			.with(Store.Jdbc.class)
			.start()) {
			String code = server.authorizationCode(AuthServerConfiguration.JWT, "openid read");
			postgres.close();
			for (AuthServer.Response response : new AuthServer.Response[] {
					server.clientCredentials(AuthServerConfiguration.JWT),
					server.redeem(AuthServerConfiguration.JWT, code) }) {
				assertThat(response.status()).isNotEqualTo(200);
				assertThat(response.body()).doesNotContain("access_token");
			}
			postgres = postgres(port);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(server.clientCredentials(AuthServerConfiguration.JWT).status())
					.isEqualTo(200));
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims())
				.containsEntry("one", 1)
				.containsEntry("last", "last");
			AuthServer.Response tokens = server.redeem(AuthServerConfiguration.JWT, code);
			assertThat(tokens.accessTokenClaims()).containsEntry("one", 1).containsEntry("last", "last");
			assertThat(tokens.idTokenClaims()).containsEntry("one", 1).containsEntry("last", "last");
		}
		finally {
			postgres.close();
		}
	}

	/** On the same data, whichever process it is. */
	private EmbeddedPostgres postgres(int port) throws IOException {
		return EmbeddedPostgres.builder()
			.setDataDirectory(this.data.toFile())
			.setCleanDataDirectory(false)
			.setPort(port)
			.start();
	}

}
