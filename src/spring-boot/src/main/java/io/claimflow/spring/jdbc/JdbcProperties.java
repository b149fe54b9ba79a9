package io.claimflow.spring.jdbc;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The database.
 *
 * @param initializeSchema When the tables of Claimflow are created at the start: always,
 * embedded, which is in databases in memory only, or never.
 * @param keepChanges Number of changes of variables and keys that the history keeps.
 */
@ConfigurationProperties("claimflow.jdbc")
record JdbcProperties(@DefaultValue("embedded") SchemaInitialization initializeSchema,
		@DefaultValue("10000") int keepChanges) {

	JdbcProperties {
		if (keepChanges < 1) {
			throw new IllegalArgumentException("claimflow.jdbc.keep-changes has to be 1 or more");
		}
	}

}
