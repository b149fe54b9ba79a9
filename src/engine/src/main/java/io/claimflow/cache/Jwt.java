package io.claimflow.cache;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.claimflow.secret.SecretJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A signed JSON Web Token, as far as a cache looks into it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519: JSON Web Token</a>
 */
final class Jwt {

	private static final Pattern SHAPE = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

	/** The last second of the year 9999. */
	private static final long LATEST = 253_402_300_799L;

	private final String token;

	private final JsonNode header;

	private final JsonNode claims;

	private Jwt(String token, JsonNode header, JsonNode claims) {
		this.token = token;
		this.header = header;
		this.claims = claims;
	}

	static Jwt parse(String token) throws InvalidTokenException {
		if (token.length() > StoredToken.MAXIMUM_LENGTH) {
			throw new InvalidTokenException("has %d characters, more than the %d that are allowed"
				.formatted(token.length(), StoredToken.MAXIMUM_LENGTH));
		}
		if (SHAPE.matcher(token).matches()) {
			String[] parts = token.split("\\.");
			try {
				JsonNode header = SecretJson.mapper().readTree(Base64.getUrlDecoder().decode(parts[0]));
				JsonNode claims = SecretJson.mapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
				if (header.isObject() && claims.isObject()) {
					return new Jwt(token, header, claims);
				}
			}
			catch (IllegalArgumentException | JacksonException ex) {
				// Neither may be told: they quote the token.
			}
		}
		throw new InvalidTokenException("is not a signed JWT; let the server issue JWTs to this client");
	}

	/** The claim {@code exp}, if it is a number. */
	Optional<Instant> expiresAt() {
		JsonNode exp = this.claims.path("exp");
		return exp.isNumber() ? Optional.of(Instant.ofEpochSecond(Math.min((long) exp.doubleValue(), LATEST)))
				: Optional.empty();
	}

	/** Whether it is signed with HMAC SHA-256 (RFC 7518, section 3.2) and this key. */
	boolean isSignedWith(String key) {
		int signature = this.token.lastIndexOf('.');
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
			byte[] expected = mac.doFinal(this.token.substring(0, signature).getBytes(StandardCharsets.US_ASCII));
			return "HS256".equals(this.header.path("alg").asString("")) && MessageDigest.isEqual(expected,
					Base64.getUrlDecoder().decode(this.token.substring(signature + 1)));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has HmacSHA256", ex);
		}
	}

}
