package io.claimflow.spring.deployment.store;

import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.server.AuthServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for servers that are to run the deployment of the database and cannot: the start
 * says what they lack.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeploymentStartTests {

	private static AuthServer.Builder builder() {
		AuthServer.Builder builder = StoreServer.builder("one");
		Database.H2.properties().forEach(builder::property);
		return builder;
	}

	private static void refused(AuthServer.Builder builder, CapturedOutput output, String... words) {
		assertThatException().isThrownBy(builder::start);
		assertThat(output).contains("APPLICATION FAILED TO START").contains(words);
	}

	@Test
	void withoutAKeyNothingCouldBeAuthenticated(CapturedOutput output) {
		refused(builder().withoutProperty("claimflow.encryption.keys.k1"), output,
				"whoever can write to the database could bring code to life",
				"Set claimflow.encryption.keys.k1 to Base64 of 32 random bytes");
	}

	@Test
	void withoutADatabaseThereIsNoStore(CapturedOutput output) {
		refused(builder().property("spring.autoconfigure.exclude",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"), output,
				"the application has no DataSource", "set spring.datasource.url");
	}

	@Test
	void withoutTablesThereIsNoStore(CapturedOutput output) {
		refused(builder().property("claimflow.jdbc.initialize-schema", "never"), output,
				"the database lacks tables of Claimflow", "claimflow.jdbc.initialize-schema=always");
	}

	@Test
	void withoutAProjectAndADeploymentThereIsNothingToRun(CapturedOutput output) {
		refused(builder().property("claimflow.project", "file:./no/such/project"), output,
				"The workflows of the project file:./no/such/project cannot be deployed");
	}

	@Test
	void aRowThatWasTamperedWithIsNotRun(CapturedOutput output) {
		AuthServer.Builder builder = builder().property("claimflow.deployments.node", "a");
		builder.start().close();
		try (AuthServer running = builder.start()) {
			running.context()
				.getBean(JdbcClient.class)
				.sql("update claimflow_live set deactivated = '[\"m2m\"]'")
				.update();
			refused(builder, output, "was not written with the keys of claimflow.encryption",
					"Nodes that run go on with what is live");
		}
	}

	@ParameterizedTest
	@CsvSource({ "keep, 0, 1 or more", "keep-saves, 0, 1 or more", "keep-changes, 0, 1 or more",
			"maximum-size, 0B, 1 or more", "poll-interval, 1ms, 10 or more", "poll-back-off, 1ms, 50 or more",
			"poll-timeout, 100ms, 1 or more", "node-timeout, 100ms, 150 or more" })
	void aLimitThatCannotBeKeptIsRefused(String property, String value, String words, CapturedOutput output) {
		refused(builder().property("claimflow.deployments." + property, value), output,
				"claimflow.deployments." + property, words);
	}

}
