package io.claimflow.spring.deployment.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code claimflow_deployment}. A row never changes once it is there, and is
 * authenticated whenever it is read.
 */
final class DeploymentRows {

	private static final String TABLE = "claimflow_deployment";

	private static final String SELECT = """
			select number, digest, state, source, commit_id, author, message, promoted_from, pushed_by, pushed_at, bytes,
			  bytes_digest, verified, problems, warnings, code,
			  (select count(*) from claimflow_live where claimflow_live.deployment = claimflow_deployment.number) as live
			from claimflow_deployment
			""";

	private final JdbcClient jdbc;

	private final RowCodes codes;

	private final long maximumBytes;

	DeploymentRows(JdbcClient jdbc, RowCodes codes, long maximumBytes) {
		this.jdbc = jdbc;
		this.codes = codes;
		this.maximumBytes = maximumBytes;
	}

	/** What the database's clock says. */
	static Instant now(JdbcClient jdbc) {
		return jdbc.sql("select current_timestamp")
			.query(OffsetDateTime.class)
			.single()
			.toInstant()
			.truncatedTo(ChronoUnit.MILLIS);
	}

	/** What the database's clock says. */
	Instant now() {
		return now(this.jdbc);
	}

	/** Adds a row. Whoever calls it holds the lock of the live row. */
	StoredDeployment insert(BuiltArtifact artifact, Provenance provenance, DeploymentState state,
			List<io.claimflow.Problem> problems) {
		long number = this.jdbc.sql("""
				select max(number) from (select max(number) as number from claimflow_deployment
				  union all select max(deployment) as number from claimflow_live_history) numbers
				""").query((result, row) -> result.getLong(1)).single() + 1;
		Row row = new Row(
				new StoredDeployment(number, artifact.digest(), state, provenance, now(this.jdbc),
						artifact.zip().length, artifact.verified(), problems, artifact.warnings()),
				sha256(artifact.zip()), ProblemJson.write(problems), ProblemJson.write(artifact.warnings()), "");
		SqlTypeValue zip = (statement, index, type, name) -> statement.setBinaryStream(index,
				new ByteArrayInputStream(artifact.zip()), artifact.zip().length);
		this.jdbc
			.sql("""
					insert into claimflow_deployment (number, digest, state, source, commit_id, author, message, promoted_from,
					  pushed_by, pushed_at, bytes, bytes_digest, verified, problems, warnings, code, artifact)
					values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
					""")
			.param(number)
			.param(artifact.digest())
			.param(state.name())
			.param(provenance.source().name())
			.param(provenance.commit().orElse(null))
			.param(provenance.author().orElse(null))
			.param(provenance.message().orElse(null))
			.param(provenance.promotedFrom().orElse(null))
			.param(provenance.pushedBy())
			.param(row.deployment().pushedAt().atOffset(ZoneOffset.UTC))
			.param(row.deployment().bytes())
			.param(row.bytesDigest())
			.param(artifact.verified())
			.param(row.problems())
			.param(row.warnings())
			.param(this.codes.code(TABLE, row.columns()))
			.param(zip)
			.update();
		return row.deployment();
	}

	Optional<StoredDeployment> find(long number) {
		return this.jdbc.sql(SELECT + " where number = ?")
			.param(number)
			.query(this::row)
			.optional()
			.map(this::authenticated);
	}

	Optional<StoredDeployment> find(String digest) {
		return this.jdbc.sql(SELECT + " where digest = ?")
			.param(digest)
			.query(this::row)
			.optional()
			.map(this::authenticated);
	}

	private StoredDeployment authenticated(Row row) {
		this.codes.check("Deployment " + row.deployment().number(), row.code(), TABLE, row.columns());
		return row.shown();
	}

	/** The newest ones. Those that were tampered with are shown as that. */
	List<StoredDeployment> list(int limit, OptionalLong below) {
		return this.jdbc.sql(SELECT + " where number < ? order by number desc limit ?")
			.params(below.orElse(Long.MAX_VALUE), limit)
			.query(this::row)
			.list()
			.stream()
			.map((row) -> {
				try {
					return authenticated(row);
				}
				catch (TamperedDeploymentException ex) {
					return row.deployment().in(DeploymentState.TAMPERED);
				}
			})
			.toList();
	}

	/** The content of an artifact, which is that of its row. */
	byte[] artifact(long number) {
		Row row = this.jdbc.sql(SELECT + " where number = ?")
			.param(number)
			.query(this::row)
			.optional()
			.orElseThrow(() -> new UnknownDeploymentException("There is no deployment " + number));
		authenticated(row);
		if (row.deployment().bytes() > this.maximumBytes) {
			throw new RefusedDeploymentException(number,
					List.of(new io.claimflow.Problem(null,
							"Its artifact has %d bytes, more than %d".formatted(row.deployment().bytes(),
									this.maximumBytes),
							"Set claimflow.deployments.maximum-size to more, on every node.", null)),
					null);
		}
		byte[] zip = this.jdbc
			.sql("select artifact from claimflow_deployment where number = ? and octet_length(artifact) = ?")
			.params(number, row.deployment().bytes())
			.query((result, any) -> bytes(result, (int) row.deployment().bytes()))
			.optional()
			.orElse(new byte[0]);
		if (!sha256(zip).equals(row.bytesDigest())) {
			throw new TamperedDeploymentException("The artifact of deployment " + number
					+ " was changed since it was stored. It is not used. Find out who can write to the table " + TABLE,
					null);
		}
		return zip;
	}

	private static byte[] bytes(ResultSet result, int length) throws SQLException {
		try (InputStream in = result.getBinaryStream(1)) {
			return in.readNBytes(length);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void keepUntil(long number, Duration time) {
		OffsetDateTime until = now(this.jdbc).plus(time).atOffset(ZoneOffset.UTC);
		int rows = this.jdbc.sql("""
				update claimflow_deployment set kept_until = ?
				where number = ? and (kept_until is null or kept_until < ?)
				""").params(until, number, until).update();
		if (rows == 0 && find(number).isEmpty()) {
			throw new UnknownDeploymentException("There is no deployment " + number);
		}
	}

	/** Removes the oldest beyond a number, of each kind apart. */
	void purge(int keep, int keepSaves) {
		purge("state = 'REFUSED'", keep);
		purge("state <> 'REFUSED' and source = 'FOLDER'", keepSaves);
		purge("state <> 'REFUSED' and source <> 'FOLDER'", keep);
	}

	private void purge(String kind, int keep) {
		List<Long> old = this.jdbc.sql("""
				select number from claimflow_deployment where %s order by number desc offset ? rows
				""".formatted(kind)).param(keep).query((result, row) -> result.getLong(1)).list();
		for (long number : old) {
			try {
				this.jdbc.sql("""
						delete from claimflow_deployment where number = ?
						  and (kept_until is null or kept_until < current_timestamp)
						  and number not in (select deployment from claimflow_live where deployment is not null)
						""").param(number).update();
			}
			catch (DataIntegrityViolationException ex) {
				// It has come to life.
			}
		}
	}

	/** Authenticates with the active key what another key has authenticated. */
	int renew() {
		List<Row> rows = this.jdbc.sql(SELECT).query(this::row).list();
		return rows.stream().filter((row) -> !this.codes.isCurrent(row.code())).mapToInt((row) -> {
			authenticated(row);
			return this.jdbc.sql("update claimflow_deployment set code = ? where number = ? and code = ?")
				.params(this.codes.code(TABLE, row.columns()), row.deployment().number(), row.code())
				.update();
		}).sum();
	}

	static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Row row(ResultSet result, int number) throws SQLException {
		String problems = result.getString("problems");
		String warnings = result.getString("warnings");
		return new Row(
				new StoredDeployment(result.getLong("number"), result.getString("digest"),
						"REFUSED".equals(result.getString("state")) ? DeploymentState.REFUSED : DeploymentState.STORED,
						new Provenance(source(result.getString("source")), result.getString("pushed_by"),
								Optional.ofNullable(result.getString("commit_id")),
								Optional.ofNullable(result.getString("author")),
								Optional.ofNullable(result.getString("message")),
								Optional.ofNullable(result.getString("promoted_from"))),
						result.getObject("pushed_at", OffsetDateTime.class).toInstant(), result.getLong("bytes"),
						result.getBoolean("verified"), ProblemJson.read(problems), ProblemJson.read(warnings)),
				result.getString("bytes_digest"), problems, warnings, result.getString("code"),
				result.getLong("live") > 0);
	}

	/** What is none of them belongs to a row that does not authenticate. */
	private static DeploymentSource source(String name) {
		for (DeploymentSource source : DeploymentSource.values()) {
			if (source.name().equals(name)) {
				return source;
			}
		}
		return DeploymentSource.PUSH;
	}

	/** A row but for its artifact. */
	private record Row(StoredDeployment deployment, String bytesDigest, String problems, String warnings, String code,
			boolean live) {

		Row(StoredDeployment deployment, String bytesDigest, String problems, String warnings, String code) {
			this(deployment, bytesDigest, problems, warnings, code, false);
		}

		StoredDeployment shown() {
			return (this.live && this.deployment.state() == DeploymentState.STORED)
					? this.deployment.in(DeploymentState.LIVE) : this.deployment;
		}

		/** All that the code covers. */
		@Nullable Object[] columns() {
			Provenance provenance = this.deployment.provenance();
			return new @Nullable Object[] { this.deployment.number(), this.deployment.digest(), this.deployment.state(),
					provenance.source(), provenance.commit().orElse(null), provenance.author().orElse(null),
					provenance.message().orElse(null), provenance.promotedFrom().orElse(null), provenance.pushedBy(),
					this.deployment.pushedAt().toEpochMilli(), this.deployment.bytes(), this.bytesDigest,
					this.deployment.verified(), this.problems, this.warnings };
		}

	}

}
