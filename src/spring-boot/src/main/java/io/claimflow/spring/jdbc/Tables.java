package io.claimflow.spring.jdbc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Knows whether the database has the tables of Claimflow. Not every application that has
 * a database wants them, and none fails for lack of them.
 */
final class Tables {

	private static final Logger logger = LoggerFactory.getLogger(Tables.class);

	private final JdbcClient jdbc;

	Tables(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/** A database that does not answer may have the table. */
	boolean has(String table) {
		try {
			this.jdbc.sql("select count(*) from %s where 1 = 0".formatted(table)).query(Integer.class).single();
			return true;
		}
		catch (BadSqlGrammarException ex) {
			logger.info("The database has no table {}, so Claimflow does without. "
					+ "To use it, create the tables of io/claimflow/spring/jdbc/schema-*.sql, "
					+ "or set claimflow.jdbc.initialize-schema=always", table);
			return false;
		}
		catch (DataAccessException ex) {
			return true;
		}
	}

}
