package io.claimflow.spring.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import io.claimflow.cache.StoredToken;
import io.claimflow.encryption.EncryptionException;
import io.claimflow.encryption.KeyRing;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code claimflow_token}: at most about {@value #MAXIMUM} tokens, encrypted.
 * Those that have expired make room, and then those that expire soonest.
 */
final class TokenTable {

	static final int MAXIMUM = 10_000;

	private static final int MAKE_ROOM = 100;

	/** What a row has while its first token is fetched. */
	private static final String NO_TOKEN = "";

	private static final OffsetDateTime NOBODY = Instant.EPOCH.atOffset(ZoneOffset.UTC);

	private final JdbcClient jdbc;

	private final SealedTexts tokens;

	TokenTable(JdbcClient jdbc, KeyRing keys) {
		this.jdbc = jdbc;
		this.tokens = new SealedTexts(jdbc, keys, "claimflow_token", "id", "1 = 1");
	}

	/** A token, unless it was encrypted with a key that is gone: it is fetched anew. */
	Optional<StoredToken> find(String key) {
		return this.jdbc.sql("select content, expires_at from claimflow_token where id = ? and content <> ?")
			.params(key, NO_TOKEN)
			.query((result, number) -> decrypted(key, result.getString("content"),
					result.getObject("expires_at", OffsetDateTime.class).toInstant()))
			.optional()
			.flatMap((token) -> token);
	}

	private Optional<StoredToken> decrypted(String key, String content, Instant expiresAt) {
		try {
			return Optional.of(new StoredToken(this.tokens.decrypt(row(key, expiresAt), content), expiresAt));
		}
		catch (EncryptionException ex) {
			return Optional.empty();
		}
	}

	/** Nobody makes a token live longer in the table alone. */
	private static String row(String key, Instant expiresAt) {
		return key + "/" + expiresAt.getEpochSecond();
	}

	void save(String key, StoredToken token) {
		Instant expiresAt = token.expiresAt().truncatedTo(ChronoUnit.SECONDS);
		String content = this.tokens.encrypt(row(key, expiresAt), token.value());
		if (update(key, content, expiresAt) == 0) {
			if (!insert(key, content, expiresAt.atOffset(ZoneOffset.UTC), NOBODY)) {
				update(key, content, expiresAt);
			}
		}
	}

	/** Whether there was none of this key. */
	private boolean insert(String key, String content, OffsetDateTime expiresAt, OffsetDateTime renewingUntil) {
		makeRoom();
		try {
			this.jdbc.sql("insert into claimflow_token (id, content, expires_at, renewing_until) values (?, ?, ?, ?)")
				.params(key, content, expiresAt, renewingUntil)
				.update();
			return true;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	private int update(String key, String content, Instant expiresAt) {
		return this.jdbc.sql("update claimflow_token set content = ?, expires_at = ?, renewing_until = ? where id = ?")
			.params(content, expiresAt.atOffset(ZoneOffset.UTC), NOBODY, key)
			.update();
	}

	/**
	 * Lets this node fetch a token, unless another one does. The clock is that of the
	 * database, as those of the nodes differ.
	 * @param time how long it may take
	 * @return the end of that time, which tells this node from the next one; empty if
	 * another node fetches the token
	 */
	Optional<OffsetDateTime> lease(String key, Duration time) {
		OffsetDateTime now = this.jdbc.sql("select current_timestamp").query(OffsetDateTime.class).single();
		OffsetDateTime until = now.plus(time).truncatedTo(ChronoUnit.MICROS);
		boolean mine = this.jdbc
			.sql("update claimflow_token set renewing_until = ? where id = ? and renewing_until < ?")
			.params(until, key, now)
			.update() > 0;
		return (mine || (!exists(key) && insert(key, NO_TOKEN, until, until))) ? Optional.of(until) : Optional.empty();
	}

	/**
	 * Lets this node go on to fetch a token.
	 * @param until the end of the time that it has so far
	 * @param time how long it may take from now on
	 * @return the new end; empty if the node has the token no more
	 */
	Optional<OffsetDateTime> extend(String key, OffsetDateTime until, Duration time) {
		OffsetDateTime later = this.jdbc.sql("select current_timestamp")
			.query(OffsetDateTime.class)
			.single()
			.plus(time)
			.truncatedTo(ChronoUnit.MICROS);
		return (this.jdbc.sql("update claimflow_token set renewing_until = ? where id = ? and renewing_until = ?")
			.params(later, key, until)
			.update() > 0) ? Optional.of(later) : Optional.empty();
	}

	private boolean exists(String key) {
		return this.jdbc.sql("select count(*) from claimflow_token where id = ?")
			.param(key)
			.query(Integer.class)
			.single() > 0;
	}

	/** Whether a node fetches the token right now. */
	boolean isLeased(String key) {
		return this.jdbc
			.sql("select count(*) from claimflow_token where id = ? and renewing_until >= current_timestamp")
			.param(key)
			.query(Integer.class)
			.single() > 0;
	}

	/** Ends the time that this node had to fetch a token, if it is not over. */
	int release(String key, OffsetDateTime until) {
		return this.jdbc.sql("update claimflow_token set renewing_until = ? where id = ? and renewing_until = ?")
			.params(NOBODY, key, until)
			.update();
	}

	private void makeRoom() {
		this.jdbc.sql(
				"delete from claimflow_token where expires_at < current_timestamp and renewing_until < current_timestamp")
			.update();
		if (this.jdbc.sql("select count(*) from claimflow_token").query(Integer.class).single() >= MAXIMUM) {
			this.jdbc.sql(
					"delete from claimflow_token where id in (select id from claimflow_token order by expires_at limit %d)"
						.formatted(MAKE_ROOM))
				.update();
		}
	}

}
