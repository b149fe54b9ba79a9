package io.claimflow.demo.account;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

import com.bastiaanjansen.otp.SecretGenerator;
import com.bastiaanjansen.otp.TOTPGenerator;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The authenticator apps of accounts: each shares a key with this server, and makes of it
 * a code of six digits every 30 seconds (RFC 6238).
 */
@Component
public class Authenticators {

	private static final String ISSUER = "Claimflow demo";

	private static final Duration PERIOD = Duration.ofSeconds(30);

	/** A clock may be off by one period, either way (RFC 6238, section 5.2). */
	private static final int TOLERANCE = 1;

	/** Six digits can be guessed by whoever may try often enough. */
	private static final int FAILURES = 5;

	private static final Duration BLOCKED = Duration.ofMinutes(5);

	private final JdbcClient jdbc;

	Authenticators(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/** A new key, in Base32, which is how people type it. */
	public static String newKey() {
		return new String(SecretGenerator.generate(), StandardCharsets.US_ASCII);
	}

	/** The URI with which an app takes over a key. */
	public static URI uri(String name, String key) {
		try {
			return generator(key).getURI(ISSUER, name);
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("A key cannot be told to an app", ex);
		}
	}

	/** Whether a code is right for a key that no account has yet. */
	public static boolean fits(String key, String code) {
		return step(key, code, 0).isPresent();
	}

	/** Whether an account has an app. */
	public boolean isOn(String name) {
		return this.jdbc.sql("select authenticator_key is not null from users where username = ?")
			.param(name)
			.query(Boolean.class)
			.optional()
			.orElse(false);
	}

	/** Gives an account an app, in place of another if there is one. */
	public void turnOn(String name, String key) {
		set(name, key);
	}

	/** Takes the app of an account away. */
	public void turnOff(String name) {
		set(name, null);
	}

	private void set(String name, @Nullable String key) {
		this.jdbc
			.sql("update users set authenticator_key = ?, authenticator_step = 0, authenticator_failures = 0,"
					+ " authenticator_blocked_until = null where username = ?")
			.param(key)
			.param(name)
			.update();
	}

	/**
	 * Whether a code is right. Each counts once, and after a few wrong ones none counts
	 * for a while.
	 */
	@Transactional
	public boolean verify(String name, String code) {
		App app = this.jdbc
			.sql("select authenticator_key, authenticator_step, authenticator_failures,"
					+ " authenticator_blocked_until from users where username = ? for update")
			.param(name)
			.query((row, index) -> new App(row.getString(1), row.getLong(2), row.getInt(3),
					row.getObject(4, OffsetDateTime.class)))
			.optional()
			.orElse(null);
		if (app == null || app.key() == null || app.isBlocked()) {
			return false;
		}
		Optional<Long> step = step(app.key(), code, app.lastStep());
		boolean blocked = step.isEmpty() && app.failures() + 1 >= FAILURES;
		this.jdbc
			.sql("update users set authenticator_step = ?, authenticator_failures = ?,"
					+ " authenticator_blocked_until = ? where username = ?")
			.param(step.orElse(app.lastStep()))
			.param((step.isPresent() || blocked) ? 0 : app.failures() + 1)
			.param(blocked ? OffsetDateTime.now(ZoneOffset.UTC).plus(BLOCKED) : null)
			.param(name)
			.update();
		return step.isPresent();
	}

	/** The time step that a code belongs to, if it is one that has not been used. */
	private static Optional<Long> step(String key, String code, long last) {
		TOTPGenerator generator = generator(key);
		long now = Instant.now().getEpochSecond() / PERIOD.toSeconds();
		byte[] typed = code.replace(" ", "").getBytes(StandardCharsets.UTF_8);
		Optional<Long> found = Optional.empty();
		for (long step = now - TOLERANCE; step <= now + TOLERANCE; step++) {
			byte[] right = generator.at(Instant.ofEpochSecond(step * PERIOD.toSeconds()))
				.getBytes(StandardCharsets.UTF_8);
			if (MessageDigest.isEqual(right, typed) && step > last) {
				found = Optional.of(step);
			}
		}
		return found;
	}

	private static TOTPGenerator generator(String key) {
		return new TOTPGenerator.Builder(key).withPeriod(PERIOD).build();
	}

	private record App(@Nullable String key, long lastStep, int failures, @Nullable OffsetDateTime blockedUntil) {

		boolean isBlocked() {
			return this.blockedUntil != null && this.blockedUntil.toInstant().isAfter(Instant.now());
		}

		@Override
		public String toString() {
			return "App";
		}

	}

}
