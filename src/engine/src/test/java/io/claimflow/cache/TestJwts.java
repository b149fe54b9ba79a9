package io.claimflow.cache;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * JSON Web Tokens for tests, signed with HS256.
 */
public final class TestJwts {

	/** The key of every signature. */
	public static final String KEY = "a key of tests, which is no secret";

	private TestJwts() {
	}

	/** A token with an id, which expires after some seconds. */
	public static String expiringIn(long seconds, String id) {
		return expiringAt(Instant.now().plusSeconds(seconds), id);
	}

	static String expiringAt(Instant time, String id) {
		return signed("{\"jti\":\"%s\",\"exp\":%d}".formatted(id, time.getEpochSecond()));
	}

	/** A token with claims, which are JSON. */
	public static String signed(String claims) {
		return signed("{\"alg\":\"HS256\"}", claims);
	}

	static String signed(String header, String claims) {
		String content = encode(header.getBytes(StandardCharsets.UTF_8)) + "."
				+ encode(claims.getBytes(StandardCharsets.UTF_8));
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
			return content + "." + encode(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
