package io.claimflow.spring.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import io.claimflow.cache.ValueLimits;
import io.claimflow.cache.ValueStore;
import io.claimflow.encryption.EncryptionException;
import io.claimflow.encryption.KeyRing;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code claimflow_value}: the values that workflows keep, encrypted, for all
 * nodes. Those that have expired make room, and then those that expire soonest.
 */
final class JdbcValueStore implements ValueStore {

	private final JdbcClient jdbc;

	private final SealedTexts values;

	private final ValueLimits limits;

	private final Clock clock;

	JdbcValueStore(JdbcClient jdbc, KeyRing keys, ValueLimits limits, Clock clock) {
		this.jdbc = jdbc;
		this.values = new SealedTexts(jdbc, keys, "claimflow_value", "id", "1 = 1");
		this.limits = limits;
		this.clock = clock;
	}

	@Override
	public Optional<String> find(String workflow, String key) {
		return this.jdbc
			.sql("select content, expires_at from claimflow_value where workflow_id = ? and id = ? and expires_at > ?")
			.params(workflow, key, now())
			.query((result, number) -> decrypted(workflow, key, result.getString("content"),
					result.getObject("expires_at", OffsetDateTime.class).toInstant()))
			.optional()
			.flatMap((value) -> value);
	}

	/** What a key that is gone has encrypted is gone as well. */
	private Optional<String> decrypted(String workflow, String key, String content, Instant expiresAt) {
		try {
			return Optional.of(this.values.decrypt(row(workflow, key, expiresAt), content));
		}
		catch (EncryptionException ex) {
			return Optional.empty();
		}
	}

	/** Nobody makes a value live longer, or another workflow's, in the table alone. */
	private static String row(String workflow, String key, Instant expiresAt) {
		return key + "/" + expiresAt.toEpochMilli() + "/" + workflow;
	}

	private OffsetDateTime now() {
		return this.clock.instant().atOffset(ZoneOffset.UTC);
	}

	@Override
	public void save(String workflow, String key, String value, Instant expiresAt) {
		Instant end = expiresAt.truncatedTo(ChronoUnit.MILLIS);
		String content = this.values.encrypt(row(workflow, key, end), value);
		int bytes = value.getBytes(StandardCharsets.UTF_8).length;
		if (update(workflow, key, content, bytes, end) == 0 && !insert(workflow, key, content, bytes, end)) {
			update(workflow, key, content, bytes, end);
		}
		makeRoom(workflow, key);
	}

	private int update(String workflow, String key, String content, int bytes, Instant expiresAt) {
		return this.jdbc
			.sql("update claimflow_value set content = ?, bytes = ?, expires_at = ? where workflow_id = ? and id = ?")
			.params(content, bytes, expiresAt.atOffset(ZoneOffset.UTC), workflow, key)
			.update();
	}

	/** Whether there was none of this key. */
	private boolean insert(String workflow, String key, String content, int bytes, Instant expiresAt) {
		try {
			this.jdbc
				.sql("insert into claimflow_value (workflow_id, id, content, bytes, expires_at) values (?, ?, ?, ?, ?)")
				.params(workflow, key, content, bytes, expiresAt.atOffset(ZoneOffset.UTC))
				.update();
			return true;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	private void makeRoom(String workflow, String key) {
		if (!isFull(workflow)) {
			return;
		}
		this.jdbc.sql("delete from claimflow_value where expires_at <= ?").param(now()).update();
		if (!isFull(workflow)) {
			return;
		}
		List<String> others = this.jdbc
			.sql("select id from claimflow_value where workflow_id = ? and id <> ? order by expires_at limit ?")
			.params(workflow, key, this.limits.entries())
			.query((result, number) -> result.getString("id"))
			.list();
		for (String other : others) {
			if (!isFull(workflow)) {
				return;
			}
			delete(workflow, other);
		}
	}

	private boolean isFull(String workflow) {
		return this.jdbc.sql(
				"select count(*) as entries, coalesce(sum(bytes), 0) as bytes from claimflow_value where workflow_id = ?")
			.param(workflow)
			.query((result, number) -> result.getLong("entries") > this.limits.entries()
					|| result.getLong("bytes") > this.limits.bytes())
			.single();
	}

	@Override
	public void delete(String workflow, String key) {
		this.jdbc.sql("delete from claimflow_value where workflow_id = ? and id = ?").params(workflow, key).update();
	}

}
