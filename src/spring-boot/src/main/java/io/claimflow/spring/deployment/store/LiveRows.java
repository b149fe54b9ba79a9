package io.claimflow.spring.deployment.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables {@code claimflow_live}, of one row, and {@code claimflow_live_history}. The
 * codes of the two cover other things, so that no row of the history passes for what is
 * live.
 */
final class LiveRows {

	private static final String TABLE = "claimflow_live";

	private static final String HISTORY = "claimflow_live_history";

	private static final String SELECT = """
			select deployment, digest, revision, deactivated, of_folder, changed_by, changed_at, reason, code
			from claimflow_live where id = 1
			""";

	/** Changes among which an older deployment is looked for. */
	private static final int LOOK_BACK = 1000;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final JdbcOperations operations;

	private final JdbcClient jdbc;

	private final RowCodes codes;

	LiveRows(JdbcOperations operations, RowCodes codes) {
		this.operations = operations;
		this.jdbc = JdbcClient.create(operations);
		this.codes = codes;
	}

	/**
	 * Reads the row as it is, within a time that holds also if the network is silent.
	 */
	LiveRow poll(Duration time) {
		return missing(this.operations.execute((Connection connection) -> {
			int before = connection.getNetworkTimeout();
			connection.setNetworkTimeout(Runnable::run, Math.toIntExact(time.toMillis()));
			try (PreparedStatement statement = connection.prepareStatement(SELECT);
					ResultSet result = statement.executeQuery()) {
				return result.next() ? row(result, 1) : null;
			}
			finally {
				if (!connection.isClosed()) {
					connection.setNetworkTimeout(Runnable::run, before);
				}
			}
		}));
	}

	/** Reads the row, authenticated. */
	LiveRow read() {
		return authenticated(missing(this.jdbc.sql(SELECT).query(LiveRows::row).optional().orElse(null)));
	}

	private static LiveRow missing(@Nullable LiveRow row) {
		if (row == null) {
			throw new TamperedDeploymentException(
					"The row of " + TABLE + " is gone, which nothing of Claimflow removes. Restore it from a backup",
					null);
		}
		return row;
	}

	/** Lets others who change or store wait until the end of the transaction. */
	void lock() {
		this.jdbc.sql("select revision from claimflow_live where id = 1 for update")
			.query((result, row) -> result.getLong(1))
			.optional();
	}

	/**
	 * The row, if a server with the keys has written it, or nobody has.
	 * @throws TamperedDeploymentException if not
	 */
	LiveRow authenticated(LiveRow row) {
		if (!row.isFirst()) {
			this.codes.check("What is live, revision " + row.state().revision(), row.code(), TABLE, columns(row));
		}
		return row;
	}

	/**
	 * Reads the row for a server that starts, and so has seen nothing, and checks that it
	 * is not an older one than there has been. What is known of that is read before:
	 * another node may change the row in between.
	 * @param nodes the highest revision of which a node speaks
	 */
	LiveRow readNewest(LongSupplier nodes) {
		Optional<HistoryRow> newest = this.jdbc
			.sql("select * from %s order by revision desc limit 1".formatted(HISTORY))
			.query(LiveRows::historyRow)
			.optional();
		long known = Math.max(nodes.getAsLong(), newest.map((found) -> found.change().revision()).orElse(0L));
		LiveRow row = read();
		long revision = row.state().revision();
		if (newest.isPresent() && newest.get().change().revision() > revision) {
			authenticated(newest.get());
		}
		if (known > revision) {
			throw wentBack(revision, known);
		}
		return row;
	}

	static TamperedDeploymentException wentBack(long revision, long known) {
		return new TamperedDeploymentException(
				("What is live is at revision %d in the database, but revision %d has been there: the row is an older"
						+ " one. It is not used. If a backup was restored, stop all nodes, remove the newer rows of"
						+ " claimflow_live_history, and start them again; else find out who can write to the table %s")
					.formatted(revision, known, TABLE),
				null);
	}

	/**
	 * Changes the row, and adds to the history.
	 * @return the new row; empty if its revision is another one than it was
	 */
	Optional<LiveRow> update(LiveRow before, OptionalLong deployment, Optional<String> digest, Set<String> deactivated,
			boolean ofFolder, LiveChange.Kind kind, Optional<String> workflow, Change change) {
		Instant now = DeploymentRows.now(this.jdbc);
		LiveState state = new LiveState(deployment, digest, before.state().revision() + 1, deactivated, change.by(),
				now, change.reason());
		LiveRow unsigned = new LiveRow(state, JSON.writeValueAsString(state.deactivated()), ofFolder, "");
		LiveRow row = unsigned.with(this.codes.code(TABLE, columns(unsigned)));
		int rows = this.jdbc.sql("""
				update claimflow_live set deployment = ?, digest = ?, revision = ?, deactivated = ?, of_folder = ?,
				  changed_by = ?, changed_at = ?, reason = ?, code = ? where id = 1 and revision = ?
				""")
			.param(nullable(deployment))
			.param(digest.orElse(null))
			.param(state.revision())
			.param(row.deactivated())
			.param(ofFolder)
			.param(change.by())
			.param(now.atOffset(ZoneOffset.UTC))
			.param(change.reason())
			.param(row.code())
			.param(before.state().revision())
			.update();
		if (rows == 0) {
			return Optional.empty();
		}
		insert(new LiveChange(state.revision(), deployment, before.state().deployment(), kind, workflow, change.by(),
				now, change.reason()));
		return Optional.of(row);
	}

	private void insert(LiveChange change) {
		this.jdbc
			.sql("""
					insert into claimflow_live_history (revision, deployment, previous, kind, workflow, changed_by, changed_at,
					  reason, code) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
					""")
			.param(change.revision())
			.param(nullable(change.deployment()))
			.param(nullable(change.previous()))
			.param(change.kind().name())
			.param(change.workflow().orElse(null))
			.param(change.by())
			.param(change.at().atOffset(ZoneOffset.UTC))
			.param(change.reason())
			.param(this.codes.code(HISTORY, columns(change)))
			.update();
	}

	/** The newest changes; those that were tampered with are left out. */
	List<LiveChange> history(int limit, OptionalLong below) {
		return this.jdbc.sql("select * from claimflow_live_history where revision < ? order by revision desc limit ?")
			.params(below.orElse(Long.MAX_VALUE), limit)
			.query(LiveRows::historyRow)
			.list()
			.stream()
			.filter(this::isAuthentic)
			.map(HistoryRow::change)
			.toList();
	}

	/**
	 * The numbers below another one that have been live, from the highest on. Only the
	 * history says so that a server with the keys has written.
	 */
	List<Long> liveBefore(long number) {
		return this.jdbc.sql(
				"select * from claimflow_live_history where deployment < ? order by deployment desc, revision desc limit ?")
			.params(number, LOOK_BACK)
			.query(LiveRows::historyRow)
			.list()
			.stream()
			.filter(this::isAuthentic)
			.map((row) -> row.change().deployment().orElseThrow())
			.distinct()
			.toList();
	}

	/** Whether a deployment has been live, as a server with the keys has written. */
	boolean wasLive(long number) {
		return this.jdbc.sql("select * from claimflow_live_history where deployment = ? order by revision desc limit ?")
			.params(number, LOOK_BACK)
			.query(LiveRows::historyRow)
			.list()
			.stream()
			.anyMatch(this::isAuthentic);
	}

	void purge(long revision, int keep) {
		this.jdbc.sql("delete from claimflow_live_history where revision <= ?").param(revision - keep).update();
	}

	/** Authenticates with the active key what another key has authenticated. */
	int renew() {
		LiveRow live = read();
		int renewed = 0;
		if (!live.isFirst() && !this.codes.isCurrent(live.code())) {
			renewed += this.jdbc.sql("update claimflow_live set code = ? where id = 1 and code = ?")
				.params(this.codes.code(TABLE, columns(live)), live.code())
				.update();
		}
		List<HistoryRow> rows = this.jdbc.sql("select * from " + HISTORY).query(LiveRows::historyRow).list();
		return renewed + rows.stream().filter((row) -> !this.codes.isCurrent(row.code())).mapToInt((row) -> {
			authenticated(row);
			return this.jdbc.sql("update claimflow_live_history set code = ? where revision = ? and code = ?")
				.params(this.codes.code(HISTORY, columns(row.change())), row.change().revision(), row.code())
				.update();
		}).sum();
	}

	private void authenticated(HistoryRow row) {
		this.codes.check("The change of revision " + row.change().revision(), row.code(), HISTORY,
				columns(row.change()));
	}

	private boolean isAuthentic(HistoryRow row) {
		try {
			authenticated(row);
			return true;
		}
		catch (TamperedDeploymentException ex) {
			return false;
		}
	}

	private static @Nullable Object[] columns(LiveRow row) {
		LiveState state = row.state();
		return new @Nullable Object[] { nullable(state.deployment()), state.digest().orElse(null), state.revision(),
				row.deactivated(), row.ofFolder(), state.changedBy(), state.changedAt().toEpochMilli(),
				state.reason() };
	}

	private static @Nullable Object[] columns(LiveChange change) {
		return new @Nullable Object[] { change.revision(), nullable(change.deployment()), nullable(change.previous()),
				change.kind(), change.workflow().orElse(null), change.by(), change.at().toEpochMilli(),
				change.reason() };
	}

	private static @Nullable Long nullable(OptionalLong number) {
		return number.isPresent() ? number.getAsLong() : null;
	}

	private static OptionalLong number(ResultSet result, String column) throws SQLException {
		long number = result.getLong(column);
		return result.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
	}

	private static LiveRow row(ResultSet result, int any) throws SQLException {
		String deactivated = result.getString("deactivated");
		return new LiveRow(
				new LiveState(number(result, "deployment"), Optional.ofNullable(result.getString("digest")),
						result.getLong("revision"), workflows(deactivated), result.getString("changed_by"),
						result.getObject("changed_at", OffsetDateTime.class).toInstant(), result.getString("reason")),
				deactivated, result.getBoolean("of_folder"), result.getString("code"));
	}

	private static Set<String> workflows(String json) {
		try {
			return JSON.readValue(json, new TypeReference<TreeSet<String>>() {
			});
		}
		catch (JacksonException ex) {
			// Its row does not authenticate.
			return Set.of();
		}
	}

	private static HistoryRow historyRow(ResultSet result, int any) throws SQLException {
		String kind = result.getString("kind");
		LiveChange.Kind known = LiveChange.Kind.DEPLOYED;
		for (LiveChange.Kind one : LiveChange.Kind.values()) {
			known = one.name().equals(kind) ? one : known;
		}
		return new HistoryRow(
				new LiveChange(result.getLong("revision"), number(result, "deployment"), number(result, "previous"),
						known, Optional.ofNullable(result.getString("workflow")), result.getString("changed_by"),
						result.getObject("changed_at", OffsetDateTime.class).toInstant(), result.getString("reason")),
				result.getString("code"));
	}

	private record HistoryRow(LiveChange change, String code) {

	}

	/**
	 * The row that says what is live.
	 *
	 * @param state what it says
	 * @param deactivated the identifiers of workflows, as it has them
	 * @param ofFolder whether only folders of servers were live so far
	 * @param code what authenticates it
	 */
	record LiveRow(LiveState state, String deactivated, boolean ofFolder, String code) {

		/** Whether it is as its script has made it, and says nothing. */
		boolean isFirst() {
			return this.state.revision() == 0 && this.state.deployment().isEmpty() && this.state.digest().isEmpty()
					&& this.state.deactivated().isEmpty() && this.code.isEmpty();
		}

		LiveRow with(String code) {
			return new LiveRow(this.state, this.deactivated, this.ofFolder, code);
		}

	}

}
