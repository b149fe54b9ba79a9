package io.claimflow.spring.runlog;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.claimflow.Failure;
import io.claimflow.Outcome;
import io.claimflow.encryption.KeyRing;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The table {@code claimflow_run}.
 */
final class RunTable {

	private static final String SUMMARY = "number, run_id, started_at, trace_id, workflow, trigger_id, deployment,"
			+ " choice, node, client, user_id, user_is_hash, origin, grant_type, status, failure, place, duration_us,"
			+ " cpu_us, changed";

	private static final String INSERT = "insert into claimflow_run (run_id, started_at, trace_id, workflow,"
			+ " trigger_id, deployment, choice, node, client, user_id, user_is_hash, origin, grant_type, status,"
			+ " failure, place, duration_us, cpu_us, changed, detail, content)"
			+ " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

	/** The length of the column that names claims. */
	private static final int CHANGED = 4000;

	/** The numbers that a page goes through where there is no index. */
	static final long SEARCHED = 25_000;

	/** The order of rows is that of their times but for so much. */
	private static final Duration LATE = Duration.ofMinutes(1);

	private final JdbcTemplate template;

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	private final KeyRing keys;

	private final UserCodes users;

	private final RunJson json;

	RunTable(JdbcTemplate template, TransactionOperations transactions, KeyRing keys, UserCodes users, RunJson json) {
		this.template = template;
		this.jdbc = JdbcClient.create(template);
		this.transactions = transactions;
		this.keys = keys;
		this.users = users;
		this.json = json;
	}

	void insert(List<RunRecord> runs) {
		this.transactions
			.executeWithoutResult((status) -> this.template.batchUpdate(INSERT, runs, runs.size(), this::set));
	}

	private void set(PreparedStatement statement, RunRecord run) throws SQLException {
		RunSummary summary = run.summary();
		int i = 1;
		statement.setString(i++, summary.runId());
		statement.setObject(i++, summary.startedAt().atOffset(ZoneOffset.UTC));
		statement.setString(i++, summary.traceId().orElse(null));
		statement.setString(i++, summary.workflow());
		statement.setString(i++, summary.trigger());
		statement.setLong(i++, summary.deployment());
		statement.setString(i++, summary.choice().name());
		statement.setString(i++, summary.node());
		statement.setString(i++, summary.client().orElse(null));
		statement.setString(i++, summary.user().map(RunSummary.User::id).orElse(null));
		statement.setBoolean(i++, summary.user().map(RunSummary.User::hashed).orElse(false));
		statement.setString(i++, summary.origin().orElse(null));
		statement.setString(i++, summary.grant().orElse(null));
		statement.setString(i++, summary.status().name());
		statement.setString(i++, summary.failure().map(Failure.Kind::name).orElse(null));
		statement.setString(i++, summary.place().orElse(null));
		statement.setLong(i++, summary.duration().toNanos() / 1000);
		statement.setLong(i++, summary.cpuTime().toNanos() / 1000);
		statement.setString(i++, lines(summary.changed()));
		statement.setString(i++, this.json.write(run.detail()));
		statement.setString(i,
				run.values()
					.map((values) -> this.keys.encrypt(this.json.write(values), context(summary.runId())))
					.orElse(null));
	}

	private static String context(String runId) {
		return "claimflow_run/" + runId;
	}

	private static String lines(List<String> names) {
		StringBuilder lines = new StringBuilder("\n");
		for (String name : names) {
			if (lines.length() + name.length() < CHANGED) {
				lines.append(name).append('\n');
			}
		}
		return lines.toString();
	}

	/** A page of runs, newest first. */
	RunPage list(RunFilter filter, OptionalLong below, int limit) {
		Condition condition = condition(filter);
		long end = end(filter, below);
		condition.and("number < ?", end);
		long start = hasIndex(filter) ? 0 : Math.max(end - SEARCHED, 0);
		if (start > 0) {
			condition.and("number >= ?", start);
		}
		List<StoredRun> runs = query(condition, isRare(filter) ? "status desc, number desc" : "number desc", limit);
		if (runs.size() == limit) {
			return new RunPage(runs, OptionalLong.of(runs.get(limit - 1).number()));
		}
		return new RunPage(runs, (start > 0 && isThere(filter, start)) ? OptionalLong.of(start) : OptionalLong.empty());
	}

	/** Without one, the database reads row after row. */
	private static boolean hasIndex(RunFilter filter) {
		return filter.user().isPresent() || isRare(filter);
	}

	private static boolean isRare(RunFilter filter) {
		return filter.status().filter((status) -> status != Outcome.Status.COMPLETED).isPresent();
	}

	/** What all numbers are below: whoever looks for earlier runs begins there. */
	private long end(RunFilter filter, OptionalLong below) {
		long last = filter.to().map(this::lastBefore).orElseGet(this::newest);
		return Math.min(below.orElse(Long.MAX_VALUE), last + 1);
	}

	private long lastBefore(Instant time) {
		return this.jdbc.sql("select number from claimflow_run where started_at < ? order by started_at desc limit 1")
			.param(time.plus(LATE).atOffset(ZoneOffset.UTC))
			.query(Long.class)
			.optional()
			.orElse(0L);
	}

	/** Whether there is a run below a number that can be one of the filter. */
	private boolean isThere(RunFilter filter, long below) {
		Optional<Instant> last = this.jdbc
			.sql("select started_at from claimflow_run where number < ? order by number desc limit 1")
			.param(below)
			.query(OffsetDateTime.class)
			.optional()
			.map(OffsetDateTime::toInstant);
		return last.isPresent() && filter.from().filter(last.get().plus(LATE)::isBefore).isEmpty();
	}

	/** Runs that are above a number, oldest first. */
	List<StoredRun> above(RunFilter filter, long number, int limit) {
		Condition condition = condition(filter);
		condition.and("number > ?", number);
		return query(condition, "number", limit);
	}

	private List<StoredRun> query(Condition condition, String order, int limit) {
		return this.jdbc
			.sql("select " + SUMMARY + " from claimflow_run where " + condition.sql() + " order by " + order + " limit "
					+ limit)
			.params(condition.parameters)
			.query((result, row) -> new StoredRun(result.getLong("number"), summary(result)))
			.list();
	}

	/**
	 * How long the newest runs of a workflow took since a time. The order is that of the
	 * index, which has all that is read.
	 */
	Optional<RunTimes> times(String trigger, String workflow, Instant from, int limit) {
		return this.jdbc
			.sql("select count(*) as runs, percentile_cont(0.5) within group (order by duration_us) as median,"
					+ " percentile_cont(0.99) within group (order by duration_us) as slow from"
					+ " (select duration_us from claimflow_run where workflow = ? and trigger_id = ? and started_at >= ?"
					+ " order by workflow desc, trigger_id desc, started_at desc limit " + limit + ") newest")
			.params(Line.of(workflow, Line.NAME), trigger, from.atOffset(ZoneOffset.UTC))
			.query((result,
					row) -> (result.getLong("runs") > 0) ? Optional.of(new RunTimes(result.getLong("runs"),
							micros(result.getDouble("median")), micros(result.getDouble("slow"))))
							: Optional.<RunTimes>empty())
			.single();
	}

	/**
	 * How many runs began in each slot since a time, by trigger and workflow. To compare
	 * times costs databases less than to compute with them.
	 */
	List<RunSlot> slots(Instant from, Duration slot, int count) {
		List<Object> parameters = new ArrayList<>();
		StringBuilder index = new StringBuilder("case");
		for (int i = 0; i < count; i++) {
			index.append(" when started_at < ? then ").append(i);
			parameters.add(from.plus(slot.multipliedBy(i + 1L)).atOffset(ZoneOffset.UTC));
		}
		parameters.add(from.atOffset(ZoneOffset.UTC));
		parameters.add(from.plus(slot.multipliedBy(count)).atOffset(ZoneOffset.UTC));
		return this.jdbc
			.sql("select trigger_id, workflow, slot, count(*) as runs,"
					+ " sum(case when status = 'FAILED' then 1 else 0 end) as failed,"
					+ " sum(case when status = 'DENIED' then 1 else 0 end) as denied"
					+ " from (select trigger_id, workflow, status, " + index
					+ " end as slot from claimflow_run where started_at >= ? and started_at < ?) run"
					+ " group by trigger_id, workflow, slot order by trigger_id, workflow, slot")
			.params(parameters)
			.query((result, row) -> new RunSlot(result.getString("trigger_id"), result.getString("workflow"),
					from.plus(slot.multipliedBy(result.getLong("slot"))), result.getLong("runs"),
					result.getLong("failed"), result.getLong("denied")))
			.list();
	}

	private static Duration micros(double micros) {
		return Duration.ofNanos(Math.round(micros * 1000));
	}

	/** The highest number, or 0. */
	long newest() {
		return this.jdbc.sql("select coalesce(max(number), 0) from claimflow_run").query(Long.class).single();
	}

	/** A run without the values of its claims. */
	Optional<RunRecord> find(String runId) {
		return this.jdbc.sql("select " + SUMMARY + ", detail from claimflow_run where run_id = ? limit 1")
			.param(runId)
			.query((result, row) -> new RunRecord(summary(result), this.json.detail(result.getString("detail")),
					Optional.empty()))
			.optional();
	}

	/** The values of the claims of a run, if they were kept. */
	Optional<RunValues> values(String runId) {
		return this.jdbc.sql("select content from claimflow_run where run_id = ? and content is not null limit 1")
			.param(runId)
			.query((result, row) -> values(runId, result.getString("content")))
			.optional();
	}

	private RunValues values(String runId, String content) {
		return this.json.values(this.keys.decrypt(content, context(runId)));
	}

	/** The runs of a user above a number with all that is kept of them, oldest first. */
	List<Numbered> export(String user, long number, int limit) {
		Condition condition = condition(RunFilter.ofUser(user));
		condition.and("number > ?", number);
		return this.jdbc
			.sql("select " + SUMMARY + ", detail, content from claimflow_run where " + condition.sql()
					+ " order by number limit " + limit)
			.params(condition.parameters)
			.query((result, row) -> {
				RunSummary summary = summary(result);
				Optional<RunValues> values = Optional.ofNullable(result.getString("content"))
					.map((content) -> values(summary.runId(), content));
				return new Numbered(result.getLong("number"),
						new RunRecord(summary, this.json.detail(result.getString("detail")), values));
			})
			.list();
	}

	/**
	 * Removes runs of a user.
	 * @return the number of runs that were removed, which is less than the limit only if
	 * there are no more
	 */
	int remove(String user, int limit) {
		Condition condition = condition(RunFilter.ofUser(user));
		return delete(condition, limit);
	}

	/** Removes runs that began before a time. */
	int removeOlder(Duration age, int limit) {
		Condition condition = new Condition();
		condition.and("started_at < ?", now().minus(age).atOffset(ZoneOffset.UTC));
		return delete(condition, limit);
	}

	/** Removes the oldest runs beyond a number of them. */
	int removeBeyond(long rows, int limit) {
		Optional<Long> last = this.jdbc
			.sql("select number from claimflow_run order by number desc offset ? rows" + " fetch first 1 rows only")
			.param(rows)
			.query(Long.class)
			.optional();
		if (last.isEmpty()) {
			return 0;
		}
		Condition condition = new Condition();
		condition.and("number <= ?", last.get());
		return delete(condition, limit);
	}

	/**
	 * The oldest first. Databases differ in what they make of a limit within a delete.
	 */
	private int delete(Condition condition, int limit) {
		Optional<Long> last = this.jdbc
			.sql("select max(number) from (select number from claimflow_run where " + condition.sql()
					+ " order by number limit " + limit + ") oldest")
			.params(condition.parameters)
			.query(Long.class)
			.optional();
		if (last.isEmpty()) {
			return 0;
		}
		condition.and("number <= ?", last.get());
		return this.jdbc.sql("delete from claimflow_run where " + condition.sql())
			.params(condition.parameters)
			.update();
	}

	private Instant now() {
		return this.jdbc.sql("select current_timestamp").query(OffsetDateTime.class).single().toInstant();
	}

	/**
	 * Encrypts with the active key what other keys have encrypted.
	 * @return the number of runs whose values were encrypted anew
	 */
	int renew() {
		int renewed = 0;
		long above = 0;
		while (true) {
			List<Sealed> page = this.jdbc
				.sql("select number, run_id, content from claimflow_run where number > ? and content is not null"
						+ " order by number limit 500")
				.param(above)
				.query((result, row) -> new Sealed(result.getLong("number"), result.getString("run_id"),
						result.getString("content")))
				.list();
			for (Sealed sealed : page) {
				if (!this.keys.isCurrent(sealed.content())) {
					String context = context(sealed.runId());
					renewed += this.jdbc.sql("update claimflow_run set content = ? where number = ?")
						.params(this.keys.encrypt(this.keys.decrypt(sealed.content(), context), context),
								sealed.number())
						.update();
				}
				above = sealed.number();
			}
			if (page.isEmpty()) {
				return renewed;
			}
		}
	}

	private Condition condition(RunFilter filter) {
		Condition condition = new Condition();
		filter.from().ifPresent((from) -> condition.look("started_at >= ?", from.atOffset(ZoneOffset.UTC)));
		filter.to().ifPresent((to) -> condition.look("started_at < ?", to.atOffset(ZoneOffset.UTC)));
		filter.workflow().ifPresent((workflow) -> condition.look("workflow = ?", Line.of(workflow, Line.NAME)));
		filter.trigger().ifPresent((trigger) -> condition.look("trigger_id = ?", Line.of(trigger, Line.NAME)));
		filter.client().ifPresent((client) -> condition.look("client = ?", Line.of(client, Line.NAME)));
		filter.user().ifPresent((user) -> user(condition, user));
		filter.status().ifPresent((status) -> {
			if (isRare(filter)) {
				condition.and("status = ?", status.name());
			}
			else {
				condition.look("status = ?", status.name());
			}
		});
		filter.deployment().ifPresent((deployment) -> condition.look("deployment = ?", deployment));
		filter.claim()
			.ifPresent(
					(claim) -> condition.look("position(? in changed) > 0", "\n" + Line.of(claim, Line.NAME) + "\n"));
		return condition;
	}

	private void user(Condition condition, String user) {
		List<Object> ids = new ArrayList<>(this.users.hashes(user));
		String marks = String.join(", ", ids.stream().map((hash) -> "?").toList());
		String byHash = ids.isEmpty() ? "" : " or (user_is_hash and user_id in (" + marks + "))";
		ids.add(0, this.users.name(user));
		condition.and("user_id in (?" + ", ?".repeat(ids.size() - 1) + ")", ids.toArray());
		condition.and("((not user_is_hash and user_id = ?)" + byHash + ")", ids.toArray());
	}

	private static RunSummary summary(ResultSet result) throws SQLException {
		String user = result.getString("user_id");
		boolean hashed = result.getBoolean("user_is_hash");
		return new RunSummary(result.getString("run_id"),
				result.getObject("started_at", OffsetDateTime.class).toInstant(), text(result, "trace_id"),
				result.getString("workflow"), result.getString("trigger_id"), result.getLong("deployment"),
				RunSummary.Choice.valueOf(result.getString("choice")), result.getString("node"), text(result, "client"),
				Optional.ofNullable(user).map((id) -> new RunSummary.User(id, hashed)), text(result, "origin"),
				text(result, "grant_type"), Outcome.Status.valueOf(result.getString("status")),
				text(result, "failure").map(Failure.Kind::valueOf), text(result, "place"),
				Duration.ofNanos(result.getLong("duration_us") * 1000),
				Duration.ofNanos(result.getLong("cpu_us") * 1000), names(result.getString("changed")));
	}

	private static List<String> names(String lines) {
		return Arrays.stream(lines.split("\n")).filter((name) -> !name.isEmpty()).toList();
	}

	private static Optional<String> text(ResultSet result, String column) throws SQLException {
		@Nullable String text = result.getString(column);
		return Optional.ofNullable(text);
	}

	/**
	 * A run with its number.
	 *
	 * @param number its place among all that are stored
	 * @param run all that is kept of it
	 */
	record Numbered(long number, RunRecord run) {

	}

	private record Sealed(long number, String runId, String content) {

	}

	/** What rows have to fulfil. */
	private static final class Condition {

		private final List<String> terms = new ArrayList<>();

		private final List<Object> parameters = new ArrayList<>();

		void and(String term, Object... parameters) {
			this.terms.add(term);
			this.parameters.addAll(Arrays.asList(parameters));
		}

		/**
		 * What a row is looked at for, and not found by: rows are read in the order of
		 * their numbers. Without this, a database takes an index of the term, and sorts
		 * all that it finds there.
		 */
		void look(String term, Object... parameters) {
			and("(" + term + ") is true", parameters);
		}

		String sql() {
			return this.terms.isEmpty() ? "1 = 1" : String.join(" and ", this.terms);
		}

	}

}
