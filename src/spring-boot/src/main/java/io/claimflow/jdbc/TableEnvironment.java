package io.claimflow.jdbc;

import java.util.Optional;

import io.claimflow.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.Ordered;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;

/**
 * The variables in the database as workflows read them, after those of every other
 * source: whoever may change no more than the table changes nothing that an operator has
 * set elsewhere. Without the table there are none.
 */
final class TableEnvironment implements Environment, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(TableEnvironment.class);

	private final EnvironmentVariables variables;

	private final boolean there;

	TableEnvironment(EnvironmentVariables variables) {
		this.variables = variables;
		this.there = isThere(variables);
	}

	private static boolean isThere(EnvironmentVariables variables) {
		try {
			variables.read("");
			return true;
		}
		catch (BadSqlGrammarException ex) {
			logger.info("The database has no table claimflow_environment_variable, so variables come from elsewhere. "
					+ "To use it, create the tables of io/claimflow/jdbc/schema-*.sql, "
					+ "or set claimflow.jdbc.initialize-schema=always");
			return false;
		}
		catch (DataAccessException ex) {
			// It may be back before anybody asks.
			return true;
		}
	}

	@Override
	public Optional<Variable> get(String name) {
		return this.there ? this.variables.read(name) : Optional.empty();
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}
