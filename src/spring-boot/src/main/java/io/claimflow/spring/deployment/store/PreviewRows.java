package io.claimflow.spring.deployment.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.claimflow.spring.deployment.Preview;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code claimflow_preview}: who made which preview, and which were revoked. A
 * row stays at least until the preview has expired, as without it the preview is worth
 * nothing.
 */
final class PreviewRows {

	private static final String TABLE = "claimflow_preview";

	private final JdbcClient jdbc;

	private final RowCodes codes;

	PreviewRows(JdbcClient jdbc, RowCodes codes) {
		this.jdbc = jdbc;
		this.codes = codes;
	}

	/** Adds a row. Whoever calls it holds the lock of the live row. */
	Preview insert(StoredDeployment deployment, String client, Optional<String> user, Instant expiresAt, String by,
			String reason) {
		long number = this.jdbc.sql("select max(number) from claimflow_preview")
			.query((result, row) -> result.getLong(1))
			.single() + 1;
		Preview preview = new Preview(number, deployment.number(), deployment.digest(), client, user, expiresAt);
		MadePreview made = new MadePreview(preview, by, DeploymentRows.now(this.jdbc), reason, Optional.empty());
		this.jdbc
			.sql("""
					insert into claimflow_preview (number, deployment, digest, client, user_name, expires_at, made_by, made_at,
					  reason, code) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
					""")
			.param(number)
			.param(deployment.number())
			.param(deployment.digest())
			.param(client)
			.param(user.orElse(null))
			.param(expiresAt.atOffset(ZoneOffset.UTC))
			.param(by)
			.param(made.at().atOffset(ZoneOffset.UTC))
			.param(reason)
			.param(this.codes.code(TABLE, columns(made)))
			.update();
		return preview;
	}

	/** The number of previews that have not expired, revoked or not. */
	int open() {
		return this.jdbc.sql("select count(*) from claimflow_preview where expires_at > current_timestamp")
			.query(Integer.class)
			.single();
	}

	/** The newest ones; those that were tampered with are left out. */
	List<MadePreview> list(int limit, OptionalLong below) {
		return this.jdbc.sql("select * from claimflow_preview where number < ? order by number desc limit ?")
			.params(below.orElse(Long.MAX_VALUE), limit)
			.query(PreviewRows::row)
			.list()
			.stream()
			.filter(this::isAuthentic)
			.map(Row::made)
			.toList();
	}

	/**
	 * A preview.
	 * @throws TamperedDeploymentException if its row is not what a server has written
	 */
	Optional<MadePreview> find(long number) {
		return read(number).map(Row::made);
	}

	private Optional<Row> read(long number) {
		return this.jdbc.sql("select * from claimflow_preview where number = ?")
			.param(number)
			.query(PreviewRows::row)
			.optional()
			.map(this::authenticated);
	}

	/**
	 * Revokes a preview, unless it is revoked already.
	 * @return the preview as it is then, or empty if there is none
	 */
	Optional<MadePreview> revoke(long number, String by, String reason) {
		Optional<Row> before = read(number);
		if (before.isEmpty() || before.get().made().revocation().isPresent()) {
			return before.map(Row::made);
		}
		MadePreview revoked = before.get()
			.made()
			.revoked(new MadePreview.Revocation(by, DeploymentRows.now(this.jdbc), reason));
		int rows = this.jdbc.sql("""
				update claimflow_preview set revoked_by = ?, revoked_at = ?, revocation = ?, code = ?
				where number = ? and code = ?
				""")
			.params(by, revoked.revocation().orElseThrow().at().atOffset(ZoneOffset.UTC), reason,
					this.codes.code(TABLE, columns(revoked)), number, before.get().code())
			.update();
		return (rows > 0) ? Optional.of(revoked) : find(number);
	}

	/** Removes the oldest beyond a number, but none that has not expired. */
	void purge(int keep) {
		this.jdbc.sql("""
				delete from claimflow_preview where expires_at < current_timestamp
				  and number <= (select max(number) from claimflow_preview) - ?
				""").param(keep).update();
	}

	/** Authenticates with the active key what another key has authenticated. */
	int renew() {
		List<Row> rows = this.jdbc.sql("select * from claimflow_preview").query(PreviewRows::row).list();
		return rows.stream().filter((row) -> !this.codes.isCurrent(row.code())).mapToInt((row) -> {
			authenticated(row);
			return this.jdbc.sql("update claimflow_preview set code = ? where number = ? and code = ?")
				.params(this.codes.code(TABLE, columns(row.made())), row.made().preview().number(), row.code())
				.update();
		}).sum();
	}

	private Row authenticated(Row row) {
		this.codes.check("Preview " + row.made().preview().number(), row.code(), TABLE, columns(row.made()));
		return row;
	}

	private boolean isAuthentic(Row row) {
		try {
			authenticated(row);
			return true;
		}
		catch (TamperedDeploymentException ex) {
			return false;
		}
	}

	private static @Nullable Object[] columns(MadePreview made) {
		Preview preview = made.preview();
		Optional<MadePreview.Revocation> revocation = made.revocation();
		return new @Nullable Object[] { preview.number(), preview.deployment(), preview.digest(), preview.client(),
				preview.user().orElse(null), preview.expiresAt().getEpochSecond(), made.by(), made.at().toEpochMilli(),
				made.reason(), revocation.map(MadePreview.Revocation::by).orElse(null),
				revocation.map((revoked) -> revoked.at().toEpochMilli()).orElse(null),
				revocation.map(MadePreview.Revocation::reason).orElse(null) };
	}

	private static Row row(ResultSet result, int any) throws SQLException {
		Preview preview = new Preview(result.getLong("number"), result.getLong("deployment"),
				result.getString("digest"), result.getString("client"),
				Optional.ofNullable(result.getString("user_name")), instant(result, "expires_at"));
		Optional<MadePreview.Revocation> revocation = (result.getString("revoked_by") == null) ? Optional.empty()
				: Optional.of(new MadePreview.Revocation(result.getString("revoked_by"), instant(result, "revoked_at"),
						result.getString("revocation")));
		return new Row(new MadePreview(preview, result.getString("made_by"), instant(result, "made_at"),
				result.getString("reason"), revocation), result.getString("code"));
	}

	/** Who leaves out a time has written a row that does not authenticate. */
	private static Instant instant(ResultSet result, String column) throws SQLException {
		OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : Instant.EPOCH;
	}

	private record Row(MadePreview made, String code) {

	}

}
