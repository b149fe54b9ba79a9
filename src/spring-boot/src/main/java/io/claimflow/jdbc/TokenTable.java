package io.claimflow.jdbc;

import java.time.Clock;
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

	/** A node that fails to renew a token leaves it to another one after that. */
	private static final Duration RENEWAL = Duration.ofSeconds(10);

	private static final OffsetDateTime NOBODY = Instant.EPOCH.atOffset(ZoneOffset.UTC);

	private final JdbcClient jdbc;

	private final SealedTexts tokens;

	private final Clock clock;

	TokenTable(JdbcClient jdbc, KeyRing keys, Clock clock) {
		this.jdbc = jdbc;
		this.tokens = new SealedTexts(jdbc, keys, "claimflow_token", "id", "1 = 1");
		this.clock = clock;
	}

	/** A token, unless it was encrypted with a key that is gone: it is fetched anew. */
	Optional<StoredToken> find(String key) {
		return this.jdbc.sql("select content, expires_at from claimflow_token where id = ?")
			.param(key)
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
			makeRoom();
			try {
				this.jdbc
					.sql("insert into claimflow_token (id, content, expires_at, renewing_until) values (?, ?, ?, ?)")
					.params(key, content, expiresAt.atOffset(ZoneOffset.UTC), NOBODY)
					.update();
			}
			catch (DuplicateKeyException ex) {
				update(key, content, expiresAt);
			}
		}
	}

	private int update(String key, String content, Instant expiresAt) {
		return this.jdbc.sql("update claimflow_token set content = ?, expires_at = ?, renewing_until = ? where id = ?")
			.params(content, expiresAt.atOffset(ZoneOffset.UTC), NOBODY, key)
			.update();
	}

	/** Whether no other node renews a token, which this one then does for some time. */
	boolean mayRenew(String key) {
		OffsetDateTime now = this.clock.instant().atOffset(ZoneOffset.UTC);
		return this.jdbc.sql("update claimflow_token set renewing_until = ? where id = ? and renewing_until < ?")
			.params(now.plus(RENEWAL), key, now)
			.update() > 0
				|| this.jdbc.sql("select count(*) from claimflow_token where id = ?")
					.param(key)
					.query(Integer.class)
					.single() == 0;
	}

	private void makeRoom() {
		this.jdbc.sql("delete from claimflow_token where expires_at < ?")
			.param(this.clock.instant().atOffset(ZoneOffset.UTC))
			.update();
		if (this.jdbc.sql("select count(*) from claimflow_token").query(Integer.class).single() >= MAXIMUM) {
			this.jdbc.sql(
					"delete from claimflow_token where id in (select id from claimflow_token order by expires_at limit %d)"
						.formatted(MAKE_ROOM))
				.update();
		}
	}

}
