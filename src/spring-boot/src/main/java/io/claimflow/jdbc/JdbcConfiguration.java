package io.claimflow.jdbc;

import java.util.List;

import javax.sql.DataSource;

import io.claimflow.Environment;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps in a database what nodes share, if there is one.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ JdbcClient.class, DataSourceScriptDatabaseInitializer.class })
@ConditionalOnSingleCandidate(DataSource.class)
public class JdbcConfiguration {

	/** Nobody waits that long, so a statement that does is of no use. */
	private static final int QUERY_TIMEOUT_SECONDS = 5;

	private static final String SCHEMA = "classpath:io/claimflow/jdbc/schema-@@platform@@.sql";

	/** Creates the tables that are not there. */
	@Bean
	DataSourceScriptDatabaseInitializer claimflowSchemaInitializer(DataSource dataSource, JdbcSettings settings) {
		DatabaseInitializationSettings script = new DatabaseInitializationSettings();
		script.setMode(DatabaseInitializationMode.valueOf(settings.initializeSchema().name()));
		script.setSchemaLocations(switch (settings.initializeSchema()) {
			case ALWAYS -> locations(dataSource, SCHEMA);
			case EMBEDDED -> EmbeddedDatabaseConnection.isEmbedded(dataSource)
					? locations(dataSource, "optional:" + SCHEMA) : List.of();
			case NEVER -> List.of();
		});
		return new DataSourceScriptDatabaseInitializer(dataSource, script);
	}

	private static List<String> locations(DataSource dataSource, String location) {
		return new PlatformPlaceholderDatabaseDriverResolver().resolveAll(dataSource, location);
	}

	@Bean
	@DependsOnDatabaseInitialization
	EnvironmentVariables claimflowEnvironmentVariables(DataSource dataSource, JdbcSettings settings) {
		return new EnvironmentVariables(client(dataSource), settings.keys());
	}

	@Bean
	Environment claimflowTableEnvironment(EnvironmentVariables variables) {
		return new TableEnvironment(variables);
	}

	private static JdbcClient client(DataSource dataSource) {
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		jdbc.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
		return JdbcClient.create(jdbc);
	}

}
