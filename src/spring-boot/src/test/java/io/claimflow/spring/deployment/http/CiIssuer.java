package io.claimflow.spring.deployment.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.claimflow.spring.server.QuickRsa;

/**
 * A CI system that gives its jobs OpenID Connect tokens.
 */
final class CiIssuer implements AutoCloseable {

	static final String AUDIENCE = "https://auth.example.com";

	static final String REPOSITORY = "example/workflows";

	static final String SUBJECT = "repo:example/workflows:ref:refs/heads/main";

	static {
		QuickRsa.install();
	}

	private final RSAKey key = key("ci");

	private final AtomicInteger asked = new AtomicInteger();

	private final HttpServer server;

	private final String issuer;

	CiIssuer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.issuer = "http://127.0.0.1:" + this.server.getAddress().getPort();
		answer("/.well-known/openid-configuration",
				"{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\",\"id_token_signing_alg_values_supported\":[\"RS256\"]}"
					.formatted(issuer(), issuer()));
		answer("/keys", new JWKSet(this.key).toString(true));
		this.server.start();
	}

	private void answer(String path, String json) {
		this.server.createContext(path, (exchange) -> {
			this.asked.incrementAndGet();
			byte[] body = json.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
	}

	String issuer() {
		return this.issuer;
	}

	/** How often it was asked for anything. */
	int asked() {
		return this.asked.get();
	}

	/** The claims of a job of the branch that may deploy, but for a change. */
	JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
		Instant now = Instant.now();
		JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer(issuer())
			.subject(SUBJECT)
			.audience(AUDIENCE)
			.issueTime(Date.from(now))
			.expirationTime(Date.from(now.plusSeconds(300)))
			.claim("repository", REPOSITORY)
			.claim("ref", "refs/heads/main");
		change.accept(claims);
		return claims.build();
	}

	/** A token that the CI system has signed. */
	String token(Consumer<JWTClaimsSet.Builder> change) {
		return signed(this.key, change);
	}

	/** A token that somebody else has signed, as if it were the CI system. */
	String forged() {
		return signed(key("ci"), (claims) -> {
		});
	}

	/** A token that names a key that the CI system does not have. */
	String forged(String keyId) {
		return signed(new RSAKey.Builder(this.key).keyID(keyId).build(), (claims) -> {
		});
	}

	String unsigned() {
		return new PlainJWT(claims((claims) -> {
		})).serialize();
	}

	private String signed(RSAKey by, Consumer<JWTClaimsSet.Builder> change) {
		try {
			SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(),
					claims(change));
			token.sign(new RSASSASigner(by));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static RSAKey key(String keyId) {
		try {
			return new RSAKeyGenerator(2048).keyID(keyId).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
