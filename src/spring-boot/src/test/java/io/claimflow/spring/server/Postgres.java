package io.claimflow.spring.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * A PostgreSQL server for all tests of a process, which ends with them: to start one
 * takes seconds, and to create a database takes none. Tests that stop a server start
 * their own.
 */
public final class Postgres {

	private static final AtomicInteger DATABASES = new AtomicInteger();

	private Postgres() {
	}

	/** A database that nobody else has, and that is empty. */
	public static PGSimpleDataSource database() {
		return copy("template1");
	}

	/** A database that nobody else has, with what is in another one. */
	public static PGSimpleDataSource copy(String template) {
		String name = "test" + DATABASES.incrementAndGet();
		try (Connection connection = Server.SHARED.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("create database " + name + " template " + template);
			return Server.SHARED.getDatabase("postgres", name).unwrap(PGSimpleDataSource.class);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Gives a server a database of its own, with tables. */
	public static void prepare(AuthServer.Builder server, String schema) {
		PGSimpleDataSource database = database();
		try (Connection connection = database.getConnection()) {
			ScriptUtils.executeSqlScript(connection, new ByteArrayResource(schema.getBytes()));
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		server.property("spring.datasource.url", database.getUrl())
			.property("spring.datasource.username", database.getUser());
	}

	/** Started for the first database. */
	private static final class Server {

		static final EmbeddedPostgres SHARED = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
