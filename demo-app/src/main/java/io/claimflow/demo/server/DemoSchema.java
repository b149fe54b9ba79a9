package io.claimflow.demo.server;

import javax.sql.DataSource;

import io.claimflow.spring.jdbc.SharedSchemaInitializer;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.autoconfigure.init.ApplicationScriptDatabaseInitializer;
import org.springframework.boot.sql.autoconfigure.init.SqlInitializationProperties;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

/**
 * Runs the scripts of {@code spring.sql.init}, in place of Spring Boot's initializer:
 * nodes may start at once on an empty database.
 */
@Component
@EnableConfigurationProperties(SqlInitializationProperties.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
class DemoSchema extends SharedSchemaInitializer implements ApplicationScriptDatabaseInitializer {

	DemoSchema(DataSource dataSource, SqlInitializationProperties properties) {
		super(dataSource, ApplicationScriptDatabaseInitializer.getSettings(properties));
	}

}
