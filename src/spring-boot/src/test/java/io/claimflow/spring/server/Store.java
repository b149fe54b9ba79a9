package io.claimflow.spring.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Where a server keeps its authorizations.
 */
public enum Store {

	MEMORY {
		@Override
		public AutoCloseable prepare(AuthServer.Builder server) {
			return () -> {
			};
		}
	},

	H2 {
		@Override
		public AutoCloseable prepare(AuthServer.Builder server) {
			server.property("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID())
				.property("spring.sql.init.schema-locations", "classpath:" + SCHEMA)
				.with(Jdbc.class);
			return () -> {
			};
		}
	},

	POSTGRESQL {
		@Override
		public AutoCloseable prepare(AuthServer.Builder server) {
			try {
				Postgres.prepare(server, postgresSchema());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			server.with(Jdbc.class);
			return () -> {
			};
		}
	};

	/** Spring's schema on the classpath. */
	public static final String SCHEMA = "org/springframework/security/oauth2/server/authorization/oauth2-authorization-schema.sql";

	/**
	 * Gives a server its store.
	 * @param server the server, yet to be started
	 * @return ends what the store needs, after the server
	 */
	public abstract AutoCloseable prepare(AuthServer.Builder server);

	/** The schema with the changes that it asks for in its comment. */
	public static String postgresSchema() throws IOException {
		return new ClassPathResource(SCHEMA).getContentAsString(StandardCharsets.UTF_8)
			.replaceAll("\\bblob\\b", "text")
			.replaceAll("\\btimestamp\\b", "timestamptz");
	}

	/** An application with Spring's JDBC store. */
	@Configuration(proxyBeanMethods = false)
	public static class Jdbc {

		@Bean
		JdbcOAuth2AuthorizationService authorizationService(JdbcOperations jdbc, RegisteredClientRepository clients) {
			return new JdbcOAuth2AuthorizationService(jdbc, clients);
		}

	}

}
