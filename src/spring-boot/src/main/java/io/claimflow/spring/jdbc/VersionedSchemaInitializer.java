package io.claimflow.spring.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.datasource.init.DatabasePopulator;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Takes the tables of Claimflow to the version of this release: runs those of the
 * numbered scripts that the database has not had. A database of a later version is left
 * alone, as versions only ever add: so nodes of two releases share one.
 */
final class VersionedSchemaInitializer extends SharedSchemaInitializer {

	/** In the order of versions, from 1. */
	static final List<String> SCRIPTS = List.of("classpath:io/claimflow/spring/jdbc/schema-@@platform@@.sql",
			"classpath:io/claimflow/spring/jdbc/schema-2-@@platform@@.sql",
			"classpath:io/claimflow/spring/jdbc/schema-3-@@platform@@.sql",
			"classpath:io/claimflow/spring/jdbc/schema-4-@@platform@@.sql",
			"classpath:io/claimflow/spring/jdbc/schema-5-@@platform@@.sql",
			"classpath:io/claimflow/spring/jdbc/schema-6-@@platform@@.sql",
			"classpath:io/claimflow/spring/jdbc/schema-7-@@platform@@.sql",
			"classpath:io/claimflow/spring/jdbc/schema-8-@@platform@@.sql");

	private static final Logger logger = LoggerFactory.getLogger(VersionedSchemaInitializer.class);

	VersionedSchemaInitializer(DataSource dataSource, DatabaseInitializationSettings settings) {
		super(dataSource, settings);
	}

	@Override
	DatabasePopulator populator(Scripts scripts) {
		List<Resource> all = new ArrayList<>();
		scripts.forEach(all::add);
		return (connection) -> {
			int version = version(connection);
			if (version >= all.size()) {
				logger.debug("The tables of Claimflow have version {}", version);
				return;
			}
			new ResourceDatabasePopulator(all.subList(version, all.size()).toArray(Resource[]::new))
				.populate(connection);
			if (version > 0) {
				logger.info("The tables of Claimflow went from version {} to {}", version, all.size());
			}
		};
	}

	/**
	 * The version that a database has. The tables of the first release have none of their
	 * own: its script does nothing where they are.
	 */
	private static int version(Connection connection) throws SQLException {
		return hasVersions(connection) ? number(connection, "select coalesce(max(version), 0) from claimflow_schema")
				: 0;
	}

	private static boolean hasVersions(Connection connection) throws SQLException {
		return number(connection, "select count(*) from information_schema.tables"
				+ " where lower(table_name) = 'claimflow_schema' and table_schema = current_schema") > 0;
	}

	private static int number(Connection connection, String query) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(query)) {
			result.next();
			return result.getInt(1);
		}
	}

}
