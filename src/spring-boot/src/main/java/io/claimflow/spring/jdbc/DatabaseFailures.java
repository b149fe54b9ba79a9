package io.claimflow.spring.jdbc;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * What a failure of the database means, in words that have nothing of a row.
 */
public final class DatabaseFailures {

	private DatabaseFailures() {
	}

	/** What happened, and what to do about it where that is known. */
	public static String describe(Throwable failure) {
		String state = state(failure);
		if (state == null) {
			return "the database does not answer";
		}
		return switch (state) {
			case "53100", "90031" -> "the database has no room left (SQLState " + state + "); make room";
			case "42S02", "42P01",
					"42S04" ->
				"the database lacks tables of Claimflow (SQLState " + state
						+ "); set claimflow.jdbc.initialize-schema=always, or run the scripts"
						+ " io/claimflow/spring/jdbc/schema-*.sql";
			case "57014", "HYT00" -> "the database took too long (SQLState " + state + ")";
			default -> "the database refused it (SQLState " + state + ")";
		};
	}

	private static @Nullable String state(Throwable failure) {
		Throwable cause = failure;
		for (int i = 0; i < 20 && cause != null; i++) {
			if (cause instanceof SQLException sql && sql.getSQLState() != null) {
				return sql.getSQLState().startsWith("08") ? null : sql.getSQLState();
			}
			cause = cause.getCause();
		}
		return null;
	}

}
