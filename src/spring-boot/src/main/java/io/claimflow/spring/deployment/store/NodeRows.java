package io.claimflow.spring.deployment.store;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code claimflow_node}: what each node says of itself. Nothing that runs
 * depends on it.
 */
final class NodeRows {

	private static final int PROBLEM = 2000;

	private final JdbcClient jdbc;

	private final Duration timeout;

	/**
	 * Creates the accessor of the table.
	 * @param timeout the time after which a node that says nothing counts as gone
	 */
	NodeRows(JdbcClient jdbc, Duration timeout) {
		this.jdbc = jdbc;
		this.timeout = timeout;
	}

	/** Says what a node runs, and forgets nodes that are gone for long. */
	void report(String node, OptionalLong deployment, long revision, @Nullable String problem) {
		Long number = deployment.isPresent() ? deployment.getAsLong() : null;
		String text = (problem != null) ? Texts.line(problem, PROBLEM) : null;
		if (update(node, number, revision, text) == 0) {
			try {
				this.jdbc.sql("""
						insert into claimflow_node (node, deployment, revision, since, seen, problem)
						values (?, ?, ?, current_timestamp, current_timestamp, ?)
						""").param(node).param(number).param(revision).param(text).update();
			}
			catch (DuplicateKeyException ex) {
				update(node, number, revision, text);
			}
		}
		this.jdbc.sql("delete from claimflow_node where seen < ?")
			.param(DeploymentRows.now(this.jdbc).minus(this.timeout.multipliedBy(2)).atOffset(ZoneOffset.UTC))
			.update();
	}

	private int update(String node, @Nullable Long deployment, long revision, @Nullable String problem) {
		return this.jdbc.sql("""
				update claimflow_node set since = case when revision = ? then since else current_timestamp end,
				  deployment = ?, revision = ?, problem = ?, seen = current_timestamp where node = ?
				""").param(revision).param(deployment).param(revision).param(problem).param(node).update();
	}

	/** The highest revision of which a node that is there speaks, or 0. */
	long newest() {
		return list().stream().filter((node) -> !node.gone()).mapToLong(NodeStatus::revision).max().orElse(0);
	}

	void remove(String node) {
		this.jdbc.sql("delete from claimflow_node where node = ?").param(node).update();
	}

	List<NodeStatus> list() {
		Instant now = DeploymentRows.now(this.jdbc);
		return this.jdbc.sql("select * from claimflow_node order by node").query((result, row) -> {
			long deployment = result.getLong("deployment");
			OptionalLong number = result.wasNull() ? OptionalLong.empty() : OptionalLong.of(deployment);
			Instant seen = result.getObject("seen", OffsetDateTime.class).toInstant();
			return new NodeStatus(result.getString("node"), number, result.getLong("revision"),
					result.getObject("since", OffsetDateTime.class).toInstant(), seen,
					seen.isBefore(now.minus(this.timeout)), Optional.ofNullable(result.getString("problem")));
		}).list();
	}

}
