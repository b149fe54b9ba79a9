package io.claimflow.demo.account;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.UserDetailsManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes and changes accounts. An account's name is an email address, in lower case.
 */
@Component
public class Accounts {

	private final UserDetailsManager users;

	private final JdbcClient jdbc;

	Accounts(UserDetailsManager users, JdbcClient jdbc) {
		this.users = users;
		this.jdbc = jdbc;
	}

	/**
	 * The name of the account that belongs to an email address, as somebody types it.
	 */
	public static String name(String email) {
		return email.strip().toLowerCase(Locale.ROOT);
	}

	/** Whether there is an account for an email address. */
	public boolean exists(String email) {
		return this.users.userExists(name(email));
	}

	/**
	 * Makes an account.
	 * @param email the email address
	 * @param displayName the user's name for people
	 * @param encodedPassword the password, encoded
	 * @param locale the user's language
	 * @throws DuplicateKeyException if there is one for this address already
	 */
	@Transactional
	public void create(String email, String displayName, String encodedPassword, Locale locale) {
		this.users.createUser(User.withUsername(name(email)).password(encodedPassword).roles("USER").build());
		this.jdbc.sql("update users set display_name = ?, locale = ? where username = ?")
			.params(displayName, locale.toString(), name(email))
			.update();
	}

	/**
	 * Gives an account an authority that it may have already.
	 * @param email the email address
	 * @param authority the authority
	 */
	@Transactional
	public void permit(String email, String authority) {
		this.jdbc.sql("delete from authorities where username = ? and authority = ?")
			.params(name(email), authority)
			.update();
		this.jdbc.sql("insert into authorities (username, authority) values (?, ?)")
			.params(name(email), authority)
			.update();
	}

	/**
	 * Finds an account.
	 * @param email the email address
	 */
	public Optional<Account> find(String email) {
		return this.jdbc.sql("select username, display_name, password from users where username = ?")
			.param(name(email))
			.query((row, index) -> new Account(row.getString(1), row.getString(2), row.getString(3)))
			.optional();
	}

	/**
	 * Puts a password in the place of another, and ends what somebody may have got with
	 * that: sessions, tokens, and links and tokens in mails. Access tokens that a
	 * resource server checks by itself are valid until they expire.
	 * @param name the account's name
	 * @param encodedPassword the password, encoded
	 */
	@Transactional
	public void changePassword(String name, String encodedPassword) {
		this.jdbc.sql("update users set password = ?, password_changed_at = ? where username = ?")
			.params(encodedPassword, OffsetDateTime.now(ZoneOffset.UTC), name)
			.update();
		this.jdbc
			.sql("delete from oauth2_authorization where principal_name = ?"
					+ " and authorization_grant_type <> 'client_credentials'")
			.param(name)
			.update();
		this.jdbc.sql("delete from password_reset where username = ?").param(name).update();
		this.jdbc.sql("delete from one_time_tokens where username = ?").param(name).update();
	}

	/** When an account got its last new password, or empty if it has its first. */
	public Optional<Instant> passwordChangedAt(String name) {
		return this.jdbc
			.sql("select password_changed_at from users where username = ? and password_changed_at is not null")
			.param(name)
			.query(OffsetDateTime.class)
			.optional()
			.map(OffsetDateTime::toInstant);
	}

}
