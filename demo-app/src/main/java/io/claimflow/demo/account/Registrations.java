package io.claimflow.demo.account;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sign-ups that wait for the owner of the email address to say yes. Until then there is
 * no account, so nobody learns from the form which addresses have one.
 */
@Component
public class Registrations {

	/** How long somebody can take. */
	public static final Duration LIFETIME = Duration.ofHours(24);

	private final Accounts accounts;

	private final JdbcClient jdbc;

	Registrations(Accounts accounts, JdbcClient jdbc) {
		this.accounts = accounts;
		this.jdbc = jdbc;
	}

	/**
	 * Keeps a sign-up.
	 * @param email the email address
	 * @param displayName the user's name for people
	 * @param encodedPassword the password, encoded
	 * @param locale the user's language
	 * @return what is in the link that confirms it
	 */
	public String create(String email, String displayName, String encodedPassword, Locale locale) {
		String token = LinkValue.create();
		this.jdbc
			.sql("insert into registration (token_hash, username, display_name, password, locale, expires_at)"
					+ " values (?, ?, ?, ?, ?, ?)")
			.params(LinkValue.hash(token), Accounts.name(email), displayName, encodedPassword, locale.toLanguageTag(),
					now().plus(LIFETIME))
			.update();
		return token;
	}

	/** The sign-up that a link is for, or empty if it does not work, or no longer. */
	public Optional<Account> find(String token) {
		return this.jdbc
			.sql("select username, display_name, password from registration where token_hash = ? and expires_at >= ?")
			.params(LinkValue.hash(token), now())
			.query((row, index) -> new Account(row.getString(1), row.getString(2), row.getString(3)))
			.optional();
	}

	/**
	 * Makes the account of a sign-up, and drops every other one for its address.
	 * @return the account's name, or empty if the link does not work, or no longer
	 * @throws DuplicateKeyException if there is an account for this address by now
	 */
	@Transactional
	public Optional<String> confirm(String token) {
		Optional<String> name = this.jdbc
			.sql("select username, display_name, password, locale from registration"
					+ " where token_hash = ? and expires_at >= ? for update")
			.params(LinkValue.hash(token), now())
			.query((row, index) -> {
				this.accounts.create(row.getString(1), row.getString(2), row.getString(3),
						Locale.forLanguageTag(row.getString(4)));
				return row.getString(1);
			})
			.optional();
		name.ifPresent((known) -> this.jdbc.sql("delete from registration where username = ?").param(known).update());
		return name;
	}

	private static OffsetDateTime now() {
		return OffsetDateTime.now(ZoneOffset.UTC);
	}

}
