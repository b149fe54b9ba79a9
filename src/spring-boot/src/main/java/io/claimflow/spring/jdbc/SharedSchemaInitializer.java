package io.claimflow.spring.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.jdbc.datasource.init.CannotReadScriptException;
import org.springframework.jdbc.datasource.init.DatabasePopulator;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Creates tables where several nodes may start at once. In PostgreSQL {@code CREATE TABLE
 * IF NOT EXISTS} fails if another node creates that table at the same time, so the nodes
 * take turns there: each runs its scripts in one transaction, behind a lock.
 */
public class SharedSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	/** Any number will do that nobody else takes: this one is "claim" in ASCII. */
	static final long LOCK = 0x636c61696dL;

	/** The time for which a node waits for the others. */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final long PAUSE_MILLIS = 100;

	private final DataSource dataSource;

	/**
	 * Creates an initializer.
	 * @param dataSource the database
	 * @param settings the scripts
	 */
	public SharedSchemaInitializer(DataSource dataSource, DatabaseInitializationSettings settings) {
		super(dataSource, settings);
		this.dataSource = dataSource;
	}

	@Override
	protected void runScripts(Scripts scripts) {
		DatabasePopulator populator = populator(scripts);
		DatabasePopulatorUtils.execute(scripts.isContinueOnError() ? populator : new InTurn(populator),
				this.dataSource);
	}

	/** What runs the scripts, behind the lock. */
	DatabasePopulator populator(Scripts scripts) {
		ResourceDatabasePopulator populator = new ResourceDatabasePopulator();
		populator.setContinueOnError(scripts.isContinueOnError());
		populator.setSeparator(scripts.getSeparator());
		if (scripts.getEncoding() != null) {
			populator.setSqlScriptEncoding(scripts.getEncoding().name());
		}
		scripts.forEach(populator::addScript);
		customize(populator);
		return populator;
	}

	/**
	 * Waits for other nodes where that is needed. The lock ends with the transaction, and
	 * so with a node that is killed.
	 *
	 * @param delegate runs the scripts
	 */
	private record InTurn(DatabasePopulator delegate) implements DatabasePopulator {

		@Override
		public void populate(Connection connection) throws SQLException, CannotReadScriptException {
			if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
				this.delegate.populate(connection);
				return;
			}
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(false);
			try {
				lock(connection);
				this.delegate.populate(connection);
				connection.commit();
			}
			catch (SQLException | RuntimeException ex) {
				connection.rollback();
				throw ex;
			}
			finally {
				connection.setAutoCommit(autoCommit);
			}
		}

		/** Asks again and again: drivers and databases may end a statement that waits. */
		private static void lock(Connection connection) throws SQLException {
			long end = System.nanoTime() + PATIENCE.toNanos();
			while (!isLocked(connection)) {
				if (System.nanoTime() > end) {
					throw new SQLTimeoutException(
							"Another node has been creating tables for %d s; look for a session of the database that is idle in a transaction, and start again"
								.formatted(PATIENCE.toSeconds()));
				}
				try {
					Thread.sleep(PAUSE_MILLIS);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					throw new SQLException("The wait for other nodes that create tables was interrupted", ex);
				}
			}
		}

		private static boolean isLocked(Connection connection) throws SQLException {
			try (Statement statement = connection.createStatement();
					ResultSet result = statement.executeQuery("select pg_try_advisory_xact_lock(" + LOCK + ")")) {
				return result.next() && result.getBoolean(1);
			}
		}

	}

}
