package io.claimflow.spring.jdbc;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.claimflow.VariableSource;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for where a server's workflows read their variables.
 */
@ExtendWith(OutputCaptureExtension.class)
class VariableSourceTests {

	private static final String READ_ALL = """
			const token = m2mTokenClaims<any>();
			for (const name of ["IN_ALL", "IN_BOTH", "IN_TABLE", "IN_NONE"]) {
			  token[name] = getEnvironmentVariable(name).value ?? "none";
			}
			console.error("read " + token.IN_TABLE);
			""";

	private static AuthServer.Builder server() {
		return AuthServer.builder()
			.property("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID())
			.property("claimflow.encryption.keys.k1", Database.KEY);
	}

	private static Map<String, Object> claims(AuthServer server) {
		return server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims();
	}

	@Test
	void propertiesComeBeforeAVaultAndAVaultBeforeTheTable(CapturedOutput output) {
		try (AuthServer server = server().m2m(READ_ALL)
			.property("claimflow.env.IN_ALL", "properties")
			.with(Vault.class)
			.start()) {
			EnvironmentVariables variables = server.context().getBean(EnvironmentVariables.class);
			variables.create("IN_ALL", "table", false);
			variables.create("IN_BOTH", "table", false);
			EnvironmentVariable variable = variables.create("IN_TABLE", "s3cret-table", true);
			assertThat(claims(server)).containsEntry("IN_ALL", "properties")
				.containsEntry("IN_BOTH", "vault")
				.containsEntry("IN_TABLE", "s3cret-table")
				.containsEntry("IN_NONE", "none");
			assertThat(output).contains("read ******").doesNotContain("s3cret-table");
			variables.update(variable.id(), EnvironmentVariables.Change.ofValue("changed"));
			assertThat(claims(server)).containsEntry("IN_TABLE", "changed");
		}
	}

	@Test
	void aServerWithoutTheTableRunsWithoutIt() {
		try (AuthServer server = server().m2m(READ_ALL)
			.property("claimflow.jdbc.initialize-schema", "never")
			.property("claimflow.env.IN_ALL", "properties")
			.start()) {
			assertThat(claims(server)).containsEntry("IN_ALL", "properties").containsEntry("IN_TABLE", "none");
		}
	}

	@Test
	void aDatabaseThatIsAwayFailsTheRunsThatNeedIt(CapturedOutput output) throws SQLException, IOException {
		Server database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
		try (AuthServer server = server()
			.property("spring.datasource.url",
					"jdbc:h2:tcp://localhost:" + database.getPort() + "/mem:" + UUID.randomUUID()
							+ ";DB_CLOSE_DELAY=-1")
			.property("claimflow.jdbc.initialize-schema", "always")
			.property("claimflow.limits.variable-time", "200ms")
			.property("claimflow.env.PLAN", "pro")
			.m2m("""
					m2mTokenClaims<any>().plan = getEnvironmentVariable("PLAN").value;
					if (event.request.auth.audience[0] === "table") m2mTokenClaims<any>().table = getEnvironmentVariable("KEY").value;
					""")
			.start()) {
			server.context().getBean(EnvironmentVariables.class).create("KEY", "value", false);
			AuthServer.Response up = server.clientCredentials(AuthServerConfiguration.JWT, "audience", "table");
			assertThat(up.accessTokenClaims()).containsEntry("table", "value");
			database.stop();
			long before = System.nanoTime();
			AuthServer.Response down = server.clientCredentials(AuthServerConfiguration.JWT, "audience", "table");
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
			assertThat(down.json()).containsEntry("error", "server_error");
			assertThat(output).contains("The variable \"KEY\" could not be looked up");
			assertThat(claims(server)).containsEntry("plan", "pro");
		}
		finally {
			database.stop();
		}
	}

	/** An operator's code that asks a vault. */
	@Configuration(proxyBeanMethods = false)
	static class Vault {

		@Bean
		VariableSource vault() {
			return (name) -> name.equals("IN_ALL") || name.equals("IN_BOTH")
					? Optional.of(new VariableSource.Variable("vault", true)) : Optional.empty();
		}

	}

}
