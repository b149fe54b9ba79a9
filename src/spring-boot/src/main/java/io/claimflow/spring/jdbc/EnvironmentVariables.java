package io.claimflow.spring.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import io.claimflow.VariableSource;
import io.claimflow.encryption.EncryptionException;
import io.claimflow.encryption.KeyRing;
import io.claimflow.spring.jdbc.VariableChange.Kind;
import io.claimflow.spring.jdbc.VariableHistory.Author;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The variables of {@code kinde.env} that are in the database, in the table
 * {@code claimflow_environment_variable}. The next run on any node sees a change. Secrets
 * are encrypted where they rest, and nothing here gives them back. Safe for use by many
 * threads.
 * <p>
 * Every method throws a {@link DataAccessException} if the database does not answer, or
 * has no such table.
 */
public final class EnvironmentVariables {

	/** The number of variables that there can be. */
	public static final int MAXIMUM = 1000;

	/** The number of characters that a value can have. */
	public static final int MAXIMUM_LENGTH = 16 * 1024;

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

	private static final String COLUMNS = "select id, name, content, secret, created_at from claimflow_environment_variable";

	private final JdbcClient jdbc;

	private final SealedTexts secrets;

	private final Clock clock;

	private final VariableHistory history;

	private final Author author;

	/**
	 * Creates the accessor of the table, which notes no change.
	 * @param jdbc runs its statements
	 * @param keys encrypts secrets
	 */
	public EnvironmentVariables(JdbcClient jdbc, KeyRing keys) {
		this(jdbc, keys, VariableHistory.none(jdbc));
	}

	EnvironmentVariables(JdbcClient jdbc, KeyRing keys, VariableHistory history) {
		this(jdbc, new SealedTexts(jdbc, keys, "claimflow_environment_variable", "name", "secret"), history,
				Author.APPLICATION);
	}

	private EnvironmentVariables(JdbcClient jdbc, SealedTexts secrets, VariableHistory history, Author author) {
		this.jdbc = jdbc;
		this.secrets = secrets;
		this.clock = Clock.systemUTC();
		this.history = history;
		this.author = author;
	}

	/**
	 * The same variables, for somebody who changes them: the {@link VariableHistory} says
	 * who did, and why.
	 * @param who the name of a person or a client
	 * @param why the reason, or empty
	 */
	public EnvironmentVariables by(String who, String why) {
		return new EnvironmentVariables(this.jdbc, this.secrets, this.history, new Author(who, why));
	}

	/**
	 * Creates a variable.
	 * @param name at most 128 letters, digits, {@code .}, {@code _} and {@code -}
	 * @param value at most {@value #MAXIMUM_LENGTH} characters
	 * @param secret whether it is a secret
	 * @throws IllegalArgumentException if a name or a value cannot be taken, or there are
	 * {@value #MAXIMUM} variables already
	 * @throws DuplicateKeyException if there is a variable of that name
	 * @throws EncryptionException if it is a secret and there is no key
	 */
	public EnvironmentVariable create(String name, String value, boolean secret) {
		check(name, value);
		if (this.jdbc.sql("select count(*) from claimflow_environment_variable")
			.query(Integer.class)
			.single() >= MAXIMUM) {
			throw new IllegalArgumentException(
					"There are %d variables, and no more can be: delete one".formatted(MAXIMUM));
		}
		String id = "env_var_" + UUID.randomUUID().toString().replace("-", "");
		Instant now = this.clock.instant();
		String content = content(name, value, secret);
		try {
			this.history.together(() -> {
				this.history.note(Kind.VARIABLE_CREATED, name, null, this.author);
				return this.jdbc.sql(
						"insert into claimflow_environment_variable (id, name, content, secret, created_at) values (?, ?, ?, ?, ?)")
					.params(id, name, content, secret, now.atOffset(ZoneOffset.UTC))
					.update();
			});
		}
		catch (DuplicateKeyException ex) {
			throw duplicate(name);
		}
		return variable(id, name, value, secret, now);
	}

	/**
	 * Changes a variable.
	 * @param id its identifier
	 * @param change the new name and value; what is empty stays as it is
	 * @return the variable as it is now, or empty if there is none
	 * @throws IllegalArgumentException if a name or a value cannot be taken, or a secret
	 * would be a secret no more without a new value
	 * @throws DuplicateKeyException if there is another variable of that name
	 * @throws EncryptionException if it is a secret and there is no key, or not the one
	 * with which it is encrypted
	 */
	public Optional<EnvironmentVariable> update(String id, Change change) {
		return row(id).map((row) -> {
			String name = change.name().orElse(row.name());
			boolean secret = change.secret().orElse(row.secret());
			if (row.secret() && !secret && change.value().isEmpty()) {
				throw new IllegalArgumentException(
						"A secret becomes a plain variable with a new value only: its value is not shown to anyone");
			}
			String value = change.value().orElseGet(() -> value(row));
			check(name, value);
			String content = content(name, value, secret);
			try {
				this.history.together(() -> {
					noteUpdate(row.name(), name);
					return this.jdbc
						.sql("update claimflow_environment_variable set name = ?, content = ?, secret = ? where id = ?")
						.params(name, content, secret, id)
						.update();
				});
			}
			catch (DuplicateKeyException ex) {
				throw duplicate(name);
			}
			return variable(id, name, value, secret, row.createdAt());
		});
	}

	/** To workflows, a variable of another name is another one. */
	private void noteUpdate(String before, String name) {
		if (name.equals(before)) {
			this.history.note(Kind.VARIABLE_CHANGED, name, null, this.author);
		}
		else {
			this.history.note(Kind.VARIABLE_DELETED, before, null, this.author);
			this.history.note(Kind.VARIABLE_CREATED, name, null, this.author);
		}
	}

	/**
	 * Deletes a variable.
	 * @return whether there was one
	 */
	public boolean delete(String id) {
		return row(id).filter((row) -> this.history.together(() -> {
			boolean mine = this.jdbc.sql("delete from claimflow_environment_variable where id = ?")
				.param(id)
				.update() > 0;
			if (mine) {
				this.history.note(Kind.VARIABLE_DELETED, row.name(), null, this.author);
			}
			return mine;
		})).isPresent();
	}

	/** A variable, without its value if it is a secret. */
	public Optional<EnvironmentVariable> find(String id) {
		return row(id).map(Row::shown);
	}

	/** Every variable in the order of names, without the values of secrets. */
	public List<EnvironmentVariable> list() {
		return this.jdbc.sql(COLUMNS + " order by name")
			.query(EnvironmentVariables::row)
			.list()
			.stream()
			.map(Row::shown)
			.toList();
	}

	/**
	 * Encrypts with the active key what other keys have encrypted. Those are not needed
	 * any more once it has returned and every node has the new one.
	 * @return the number of secrets that were encrypted anew
	 * @throws EncryptionException if there is no key, or one is missing; the secrets
	 * before that one are encrypted anew
	 */
	public int reencrypt() {
		return this.secrets.reencrypt();
	}

	/** What a workflow reads. */
	Optional<VariableSource.Variable> read(String name) {
		return this.jdbc.sql(COLUMNS + " where name = ?")
			.param(name)
			.query(EnvironmentVariables::row)
			.optional()
			.map((row) -> new VariableSource.Variable(value(row), row.secret()));
	}

	private Optional<Row> row(String id) {
		return this.jdbc.sql(COLUMNS + " where id = ?").param(id).query(EnvironmentVariables::row).optional();
	}

	private static Row row(ResultSet result, int number) throws SQLException {
		return new Row(result.getString("id"), result.getString("name"), result.getString("content"),
				result.getBoolean("secret"), result.getObject("created_at", OffsetDateTime.class).toInstant());
	}

	private String content(String name, String value, boolean secret) {
		return secret ? this.secrets.encrypt(name, value) : value;
	}

	private String value(Row row) {
		return row.secret() ? this.secrets.decrypt(row.name(), row.content()) : row.content();
	}

	private static EnvironmentVariable variable(String id, String name, String value, boolean secret,
			Instant createdAt) {
		return new EnvironmentVariable(id, name, secret ? Optional.empty() : Optional.of(value), secret, createdAt);
	}

	private static void check(String name, String value) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"The name of a variable has 1 to 128 letters, digits, '.', '_' and '-', and no other characters");
		}
		if (value.length() > MAXIMUM_LENGTH) {
			throw new IllegalArgumentException("The value of the variable '%s' has %d characters, more than %d"
				.formatted(name, value.length(), MAXIMUM_LENGTH));
		}
		if (value.indexOf('\0') >= 0) {
			throw new IllegalArgumentException("The value of the variable '" + name + "' has a null character");
		}
	}

	private static DuplicateKeyException duplicate(String name) {
		return new DuplicateKeyException(
				"There is a variable '" + name + "' already: change it, or choose another name");
	}

	/**
	 * What to change about a variable.
	 *
	 * @param name the new name, or empty to keep it
	 * @param value the new value, or empty to keep it
	 * @param secret whether it is a secret from now on, or empty to keep that
	 */
	public record Change(Optional<String> name, Optional<String> value, Optional<Boolean> secret) {

		/** A new value. */
		public static Change ofValue(String value) {
			return new Change(Optional.empty(), Optional.of(value), Optional.empty());
		}

		/** Never shows the value. */
		@Override
		public String toString() {
			return "Change[name=" + this.name + ", value=" + (this.value.isPresent() ? "******" : "as it is")
					+ ", secret=" + this.secret + "]";
		}

	}

	/** A row of the table. */
	private record Row(String id, String name, String content, boolean secret, Instant createdAt) {

		EnvironmentVariable shown() {
			return variable(this.id, this.name, this.content, this.secret, this.createdAt);
		}

	}

}
