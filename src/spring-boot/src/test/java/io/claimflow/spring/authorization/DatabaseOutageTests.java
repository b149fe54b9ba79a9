package io.claimflow.spring.authorization;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a database that goes away while the server runs, and comes back, and for a
 * pool whose connections are all in use.
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
		try (AuthServer server = builder()
			.property("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"))
			.property("spring.datasource.username", "postgres")
			.property("spring.datasource.hikari.connection-timeout", 500)
			.with(Store.Jdbc.class)
			.start()) {
			String code = server.authorizationCode(AuthServerConfiguration.JWT, "openid read");
			postgres.close();
			noToken(server, code);
			postgres = postgres(port);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(server.clientCredentials(AuthServerConfiguration.JWT).status())
					.isEqualTo(200));
			everyTokenWithAllClaims(server, code);
		}
		finally {
			postgres.close();
		}
	}

	@Test
	void noTokenIsIssuedWhileThePoolIsExhaustedAndEveryOneHasAllItsClaimsOnceItIsNot() throws Exception {
		AuthServer.Builder builder = builder().property("spring.datasource.hikari.maximum-pool-size", 1)
			.property("spring.datasource.hikari.connection-timeout", 500);
		try (AutoCloseable store = Store.H2.prepare(builder); AuthServer server = builder.start()) {
			String code = server.authorizationCode(AuthServerConfiguration.JWT, "openid read");
			try (Connection held = server.context().getBean(DataSource.class).getConnection()) {
				assertThat(held.isValid(1)).isTrue();
				noToken(server, code);
			}
			everyTokenWithAllClaims(server, code);
		}
	}

	private static AuthServer.Builder builder() {
		return AuthServer.builder()
			.m2m(CLAIMS + "Object.assign(m2mTokenClaims<any>(), claims);")
			.user(CLAIMS + "Object.assign(accessTokenCustomClaims<any>(), claims);"
					+ "Object.assign(idTokenCustomClaims<any>(), claims);");
	}

	private static void noToken(AuthServer server, String code) {
		for (AuthServer.Response response : List.of(server.clientCredentials(AuthServerConfiguration.JWT),
				server.redeem(AuthServerConfiguration.JWT, code))) {
			assertThat(response.status()).isNotEqualTo(200);
			assertThat(response.body()).doesNotContain("access_token");
		}
	}

	private static void everyTokenWithAllClaims(AuthServer server, String code) {
		AuthServer.Response tokens = server.redeem(AuthServerConfiguration.JWT, code);
		for (Map<String, Object> claims : List.of(
				server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims(), tokens.accessTokenClaims(),
				tokens.idTokenClaims())) {
			assertThat(claims).containsEntry("one", 1).containsEntry("last", "last");
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
