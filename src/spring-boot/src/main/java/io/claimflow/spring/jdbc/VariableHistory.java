package io.claimflow.spring.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

import io.claimflow.project.SourceNames;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The history of variables and keys in the database, in the table
 * {@code claimflow_variable_change}: who changed which one, when and why, and no value.
 * It is one transaction with the change. Safe for use by many threads.
 */
public final class VariableHistory {

	/** The number of changes that are listed at once. */
	public static final int LISTED = 100;

	private static final int NAME = 200;

	private static final int REASON = 1000;

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	private final int keep;

	/**
	 * Creates the accessor of the table.
	 * @param transactions those in which variables and keys are changed
	 * @param keep the number of changes that are kept, or 0 if there is no table
	 */
	VariableHistory(JdbcClient jdbc, TransactionOperations transactions, int keep) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.keep = keep;
	}

	/** A history that keeps nothing. */
	static VariableHistory none(JdbcClient jdbc) {
		return new VariableHistory(jdbc, TransactionOperations.withoutTransaction(), 0);
	}

	/**
	 * The newest changes.
	 * @param limit how many at most, and no more than {@value #LISTED}
	 * @param below only those with a smaller number
	 * @throws DataAccessException if the database does not answer
	 */
	public List<VariableChange> list(int limit, OptionalLong below) {
		if (this.keep == 0) {
			return List.of();
		}
		return this.jdbc.sql("""
				select number, kind, name, item, changed_by, changed_at, reason from claimflow_variable_change
				where number < ? order by number desc limit ?
				""").params(below.orElse(Long.MAX_VALUE), Math.min(limit, LISTED)).query(VariableHistory::row).list();
	}

	private static VariableChange row(ResultSet result, int any) throws SQLException {
		return new VariableChange(result.getLong("number"), VariableChange.Kind.valueOf(result.getString("kind")),
				result.getString("name"), Optional.ofNullable(result.getString("item")), result.getString("changed_by"),
				result.getObject("changed_at", OffsetDateTime.class).toInstant(), result.getString("reason"));
	}

	/** Makes a change together with what is noted of it, or neither. */
	<T> T together(Supplier<T> change) {
		return Objects.requireNonNull(this.transactions.execute((status) -> change.get()));
	}

	/** Notes a change, and forgets the oldest one beyond those that are kept. */
	void note(VariableChange.Kind kind, String name, @Nullable String key, Author author) {
		if (this.keep == 0) {
			return;
		}
		this.jdbc.sql("""
				insert into claimflow_variable_change (kind, name, item, changed_by, changed_at, reason)
				values (?, ?, ?, ?, current_timestamp, ?)
				""")
			.param(kind.name())
			.param(name)
			.param(key)
			.param(line(author.who(), NAME))
			.param(line(author.why(), REASON))
			.update();
		this.jdbc.sql("""
				delete from claimflow_variable_change
				where number <= (select max(number) from claimflow_variable_change) - ?
				""").param(this.keep).update();
	}

	private static String line(String text, int length) {
		String line = SourceNames.shown(text.strip());
		return (line.length() <= length) ? line : line.substring(0, length - 1) + "…";
	}

	/**
	 * Who makes changes, and why.
	 *
	 * @param who the name of a person or a client
	 * @param why the reason, or empty
	 */
	record Author(String who, String why) {

		/** Whoever does not say who it is. */
		static final Author APPLICATION = new Author("application", "");

		Author {
			if (who.isBlank()) {
				throw new IllegalArgumentException("There is no name of who changes it");
			}
		}

	}

}
