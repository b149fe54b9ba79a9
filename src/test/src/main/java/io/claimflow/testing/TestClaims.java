package io.claimflow.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.Claims;
import io.claimflow.TokenType;
import io.claimflow.sample.SampleClaims;

/**
 * Claims and tokens of a server that is not there.
 */
final class TestClaims {

	private TestClaims() {
	}

	/** A token of the server's for calls to itself, which no signature protects. */
	static Stub token(Instant now) {
		Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
		String payload = TestJson
			.write(Map.of("sub", "test-client", "exp", now.getEpochSecond() + SampleClaims.LIFETIME));
		String token = Stream.of("{\"alg\":\"RS256\"}", payload, "of no key")
			.map((part) -> base64.encodeToString(part.getBytes(StandardCharsets.UTF_8)))
			.collect(Collectors.joining("."));
		return Stub.json(Map.of("access_token", token, "token_type", "Bearer", "expires_in", SampleClaims.LIFETIME));
	}

	static Claims claims(Map<TokenType, Map<String, Object>> tokens) {
		Claims claims = Claims.none();
		for (Map.Entry<TokenType, Map<String, Object>> token : tokens.entrySet()) {
			claims = claims.and(token.getKey(), token.getValue());
		}
		return claims;
	}

}
