package io.claimflow.demo.server;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.claimflow.encryption.KeyRing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * The keys that sign tokens (RFC 7517), which nodes share in the database. A key is
 * published for a while before it signs, so that whoever caches the key set knows it by
 * then, and for a while after the next one signs, so that its tokens stay valid until
 * they expire. Whichever node is first makes the next key, and takes old ones away. They
 * are encrypted where {@code claimflow.encryption.keys} has a key.
 */
final class SigningKeys implements JWKSource<SecurityContext> {

	private static final Logger logger = LoggerFactory.getLogger(SigningKeys.class);

	/** An identifier that nobody knows, however often it comes, is worth one look. */
	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final JdbcClient jdbc;

	private final KeyRing encryption;

	private final SigningKeyTimes times;

	private final Clock clock;

	private volatile List<Key> keys;

	private volatile Instant read;

	SigningKeys(JdbcClient jdbc, KeyRing encryption, SigningKeyTimes times, Clock clock) {
		this.jdbc = jdbc;
		this.encryption = encryption;
		this.times = times;
		this.clock = clock;
		this.keys = load();
		this.read = clock.instant();
	}

	@Override
	public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
		List<JWK> found = select(selector);
		boolean named = selector.getMatcher().getKeyIDs() != null;
		if (found.isEmpty() && named && this.read.plus(PAUSE).isBefore(this.clock.instant())) {
			refresh();
			found = select(selector);
		}
		return found;
	}

	private List<JWK> select(JWKSelector selector) {
		return selector.select(new JWKSet(this.keys.stream().map((key) -> (JWK) key.jwk()).toList()));
	}

	/** Of keys that suit a token, the one that signs now. */
	JWK signing(List<JWK> suitable) {
		Key signing = current();
		return suitable.stream()
			.filter((jwk) -> jwk.getKeyID().equals(signing.jwk().getKeyID()))
			.findFirst()
			.orElse(suitable.get(0));
	}

	private Key current() {
		List<Key> published = this.keys;
		Instant now = this.clock.instant();
		return published.stream()
			.filter((key) -> !key.signsFrom().isAfter(now))
			.reduce((one, next) -> next)
			.orElse(published.get(0));
	}

	/** While the database is away, the keys are those that were read last. */
	@Scheduled(fixedDelayString = "${demo.signing-keys.refresh:10s}")
	synchronized void refresh() {
		this.read = this.clock.instant();
		try {
			this.keys = load();
		}
		catch (DataAccessException ex) {
			logger.warn("The keys that sign tokens could not be read again from the database; it is tried again later",
					ex);
		}
	}

	private List<Key> load() {
		List<Key> found = find();
		Instant now = this.clock.instant();
		if (found.isEmpty()) {
			add(1, now);
			found = find();
		}
		Key newest = found.get(found.size() - 1);
		if (!newest.signsFrom().plus(this.times.signs()).minus(this.times.announced()).isAfter(now)) {
			add(newest.id() + 1, now.plus(this.times.announced()));
			found = find();
		}
		return withoutRetired(found, now);
	}

	private List<Key> withoutRetired(List<Key> found, Instant now) {
		List<Key> published = new ArrayList<>();
		for (int i = 0; i < found.size(); i++) {
			Key key = found.get(i);
			boolean retired = i + 1 < found.size()
					&& found.get(i + 1).signsFrom().plus(this.times.retained()).isBefore(now);
			if (retired) {
				this.jdbc.sql("delete from signing_key where id = ?").param(key.id()).update();
			}
			else {
				published.add(key);
			}
		}
		return Collections.unmodifiableList(published);
	}

	private void add(int id, Instant signsFrom) {
		try {
			RSAKey key = new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE)
				.keyID(UUID.randomUUID().toString())
				.generate();
			this.jdbc.sql("insert into signing_key (id, jwk, signs_from) values (?, ?, ?)")
				.params(id, sealed(id, key.toJSONString()), OffsetDateTime.ofInstant(signsFrom, ZoneOffset.UTC))
				.update();
			logger.info("There is a new key that signs tokens from {} on: {}", signsFrom, key.getKeyID());
		}
		catch (DuplicateKeyException ex) {
			// Another node was faster.
		}
		catch (JOSEException ex) {
			throw new IllegalStateException("No RSA key could be generated to sign tokens with", ex);
		}
	}

	private List<Key> find() {
		return this.jdbc.sql("select id, jwk, signs_from from signing_key order by id")
			.query((row, index) -> key(row.getInt("id"), row.getString("jwk"),
					row.getObject("signs_from", OffsetDateTime.class).toInstant()))
			.list();
	}

	private Key key(int id, String stored, Instant signsFrom) {
		boolean plain = stored.startsWith("{");
		String json = plain ? stored : this.encryption.decrypt(stored, context(id));
		if (!this.encryption.isEmpty() && (plain || !this.encryption.isCurrent(stored))) {
			this.jdbc.sql("update signing_key set jwk = ? where id = ? and jwk = ?")
				.params(sealed(id, json), id, stored)
				.update();
		}
		try {
			return new Key(id, RSAKey.parse(json), signsFrom);
		}
		catch (ParseException ex) {
			// The exception would quote the key.
			throw new IllegalStateException(
					"Row " + id + " of table signing_key is no RSA key; delete it to get a new one");
		}
	}

	private String sealed(int id, String json) {
		return this.encryption.isEmpty() ? json : this.encryption.encrypt(json, context(id));
	}

	private static String context(int id) {
		return "signing_key/" + id;
	}

	private record Key(int id, RSAKey jwk, Instant signsFrom) {

		@Override
		public String toString() {
			return "Key[id=" + this.id + ", signsFrom=" + this.signsFrom + "]";
		}

	}

}
