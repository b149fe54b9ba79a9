package io.claimflow.spring.autoconfigure;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the warning that requests can wait for each other's connections.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionPoolTests {

	private static final String WARNING = "can each hold a connection to the database while they ask for another";

	private static void start(Class<?> stores, Object... properties) {
		AuthServer.Builder builder = AuthServer.builder()
			.m2m("")
			.property("spring.datasource.url", "jdbc:h2:mem:pool")
			.property("spring.sql.init.schema-locations", "classpath:" + Store.SCHEMA)
			.with(stores);
		for (int i = 0; i < properties.length; i += 2) {
			builder.property((String) properties[i], properties[i + 1]);
		}
		builder.start().close();
	}

	@Test
	void aPoolThatRequestsCanUseUpWhileTheyWaitForMoreIsWarnedOf(CapturedOutput output) {
		start(JdbcClients.class);
		assertThat(output).contains("200 threads of requests " + WARNING, "the pool has 10",
				"JdbcRegisteredClientRepository", "server.tomcat.threads.max");
	}

	@Test
	void aPoolWithAConnectionMoreThanThereAreThreadsIsEnough(CapturedOutput output) {
		start(JdbcClients.class, "server.tomcat.threads.max", 4, "spring.datasource.hikari.maximum-pool-size", 5);
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void asManyConnectionsAsThreadsAreNot(CapturedOutput output) {
		start(JdbcClients.class, "server.tomcat.threads.max", 5, "spring.datasource.hikari.maximum-pool-size", 5);
		assertThat(output).contains(WARNING);
	}

	@Test
	void clientsThatAreCachedAreNotWarnedOf(CapturedOutput output) {
		start(CachedClients.class);
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void lookUpsInATransactionOfTheApplicationsAreNotWarnedOf(CapturedOutput output) {
		start(OwnTransactions.class);
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void aSubclassThatReadsAsItsParentIsWarnedOf(CapturedOutput output) {
		start(Subclass.class);
		assertThat(output).contains(WARNING);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTransactions {

		@Bean
		@Primary
		RegisteredClientRepository jdbcClients(JdbcOperations jdbc) {
			return new JdbcRegisteredClientRepository(jdbc);
		}

		@Bean
		OAuth2AuthorizationService authorizations(JdbcOperations jdbc, RegisteredClientRepository clients,
				TransactionOperations transaction) {
			return new JdbcOAuth2AuthorizationService(jdbc, clients) {

				@Override
				public OAuth2Authorization findById(String id) {
					return transaction.execute((status) -> super.findById(id));
				}

				@Override
				public OAuth2Authorization findByToken(String token, OAuth2TokenType tokenType) {
					return transaction.execute((status) -> super.findByToken(token, tokenType));
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Subclass extends JdbcClients {

		@Override
		OAuth2AuthorizationService authorizations(JdbcOperations jdbc, RegisteredClientRepository clients) {
			return new JdbcOAuth2AuthorizationService(jdbc, clients) {

				@Override
				public void remove(OAuth2Authorization authorization) {
					super.remove(authorization);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JdbcClients extends Stores {

		@Bean
		@Primary
		RegisteredClientRepository jdbcClients(JdbcOperations jdbc) {
			return new JdbcRegisteredClientRepository(jdbc);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CachedClients extends Stores {

	}

	/** The clients of the fixture are in memory. */
	static class Stores {

		@Bean
		OAuth2AuthorizationService authorizations(JdbcOperations jdbc, RegisteredClientRepository clients) {
			return new JdbcOAuth2AuthorizationService(jdbc, clients);
		}

	}

}
