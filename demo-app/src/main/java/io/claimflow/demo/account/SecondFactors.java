package io.claimflow.demo.account;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Knows who wants to be asked for a second factor, and who has given it lately, with
 * which browser.
 */
@Component
public class SecondFactors {

	private static final int MAXIMUM_LENGTH = 500;

	private final JdbcClient jdbc;

	SecondFactors(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/** Whether an account asks for a second factor. */
	public boolean isOn(String name) {
		return this.jdbc.sql("select second_factor from users where username = ?")
			.param(name)
			.query(Boolean.class)
			.optional()
			.orElse(false);
	}

	/** Turns the second factor of an account on or off. */
	public void turn(String name, boolean on) {
		this.jdbc.sql("update users set second_factor = ? where username = ?").params(on, name).update();
	}

	/**
	 * Somebody has given the second factor.
	 * @param name the account
	 * @param address the address of the browser
	 * @param userAgent what the browser calls itself
	 */
	@Transactional
	public void given(String name, String address, String userAgent) {
		this.jdbc.sql("delete from second_factor_given where username = ? and address = ? and user_agent = ?")
			.params(name, address, shortened(userAgent))
			.update();
		this.jdbc.sql("insert into second_factor_given (username, address, user_agent, given_at) values (?, ?, ?, ?)")
			.params(name, address, shortened(userAgent), OffsetDateTime.now(ZoneOffset.UTC))
			.update();
	}

	/** How long ago that was, or empty if it never was. */
	public Optional<Duration> age(String name, String address, String userAgent) {
		return this.jdbc
			.sql("select max(given_at) from second_factor_given where username = ? and address = ? and user_agent = ?")
			.params(name, address, shortened(userAgent))
			.query((row, index) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
			.single()
			.map((given) -> Duration.between(given.toInstant(), Instant.now()));
	}

	private static String shortened(String userAgent) {
		return userAgent.substring(0, Math.min(MAXIMUM_LENGTH, userAgent.length()));
	}

}
