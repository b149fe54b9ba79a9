package io.claimflow.demo.account;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is in the links with which people choose a new password. Each works once, and not
 * for long. The database has only their hashes, so whoever reads it cannot use them.
 */
@Component
public class ResetLinks {

	/** How long a link works. */
	public static final Duration LIFETIME = Duration.ofMinutes(30);

	private final JdbcClient jdbc;

	ResetLinks(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Makes a link's value for an account. Earlier ones still work.
	 */
	public String create(String name) {
		String token = LinkValue.create();
		this.jdbc.sql("insert into password_reset (token_hash, username, expires_at) values (?, ?, ?)")
			.params(LinkValue.hash(token), name, now().plus(LIFETIME))
			.update();
		return token;
	}

	/** The account that a link is for, or empty if it does not work, or no longer. */
	public Optional<String> find(String token) {
		return this.jdbc.sql("select username from password_reset where token_hash = ? and expires_at >= ?")
			.params(LinkValue.hash(token), now())
			.query(String.class)
			.optional();
	}

	/**
	 * Uses a link up, and every other one of its account.
	 * @return whether it still worked: of two who use it at the same time, one succeeds
	 */
	public boolean use(String token) {
		Optional<String> name = find(token);
		boolean used = name.isPresent() && this.jdbc.sql("delete from password_reset where token_hash = ?")
			.param(LinkValue.hash(token))
			.update() == 1;
		if (used) {
			this.jdbc.sql("delete from password_reset where username = ?").param(name.get()).update();
		}
		return used;
	}

	private static OffsetDateTime now() {
		return OffsetDateTime.now(ZoneOffset.UTC);
	}

}
