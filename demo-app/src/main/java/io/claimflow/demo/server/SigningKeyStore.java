package io.claimflow.demo.server;

import java.text.ParseException;
import java.util.Optional;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The key that signs tokens (RFC 7517). The first server to start makes it; the others
 * and later ones find it. It lies in the database as it is: a real server keeps its key
 * in a vault.
 */
final class SigningKeyStore {

	private final JdbcClient jdbc;

	SigningKeyStore(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	RSAKey key() {
		return find().orElseGet(() -> {
			try {
				RSAKey key = new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE)
					.keyID(UUID.randomUUID().toString())
					.generate();
				this.jdbc.sql("insert into signing_key (id, jwk) values (1, ?)").param(key.toJSONString()).update();
				return key;
			}
			catch (DuplicateKeyException ex) {
				// Another server was faster.
				return find().orElseThrow(() -> ex);
			}
			catch (JOSEException ex) {
				throw new IllegalStateException("No RSA key could be generated to sign tokens with", ex);
			}
		});
	}

	private Optional<RSAKey> find() {
		return this.jdbc.sql("select jwk from signing_key where id = 1")
			.query(String.class)
			.optional()
			.map(SigningKeyStore::parse);
	}

	private static RSAKey parse(String jwk) {
		try {
			return RSAKey.parse(jwk);
		}
		catch (ParseException ex) {
			// The exception would quote the key.
			throw new IllegalStateException("The row of table signing_key is no RSA key; delete it to get a new one");
		}
	}

}
