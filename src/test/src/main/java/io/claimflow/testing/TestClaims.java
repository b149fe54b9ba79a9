package io.claimflow.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.Claims;
import io.claimflow.TokenType;
import io.claimflow.Trigger;

/**
 * The claims that a server would have put into the tokens of an event before its workflow
 * runs: those that every token has.
 */
final class TestClaims {

	private static final int LIFETIME = 300;

	private TestClaims() {
	}

	/** The claims of each token that an event is about. */
	static Map<TokenType, Map<String, Object>> of(Trigger trigger, TestEvent event, Instant now) {
		Map<TokenType, Map<String, Object>> claims = new LinkedHashMap<>();
		for (TokenType token : TokenType.values()) {
			if (trigger.tokens().contains(token)) {
				claims.put(token, claims(token, event, now.getEpochSecond()));
			}
		}
		return claims;
	}

	private static Map<String, Object> claims(TokenType token, TestEvent event, long now) {
		Map<String, Object> claims = new LinkedHashMap<>();
		String client = event.text("context.application.clientId").orElse("test-client");
		claims.put("iss", event.text("context.domains.kindeDomain").orElse("https://auth.example.com"));
		claims.put("sub", event.text("context.user.id").orElse(client));
		claims.put("aud", (token == TokenType.ID_TOKEN) ? List.of(client)
				: event.value("request.auth.audience").orElse(List.of(client)));
		claims.put("iat", now);
		claims.put("exp", now + LIFETIME);
		if (token == TokenType.ID_TOKEN) {
			claims.put("azp", client);
			claims.put("auth_time", now);
			return claims;
		}
		claims.put("nbf", now);
		claims.put("jti", "00000000-0000-4000-8000-000000000000");
		claims.put("scope", (event.value("request.auth.scope").orElse(null) instanceof List<?> scopes)
				? scopes.stream().map(String::valueOf).collect(Collectors.joining(" ")) : "openid profile");
		return claims;
	}

	/** A token of the server's for calls to itself, which no signature protects. */
	static Stub token(Instant now) {
		Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
		String payload = TestJson.write(Map.of("sub", "test-client", "exp", now.getEpochSecond() + LIFETIME));
		String token = Stream.of("{\"alg\":\"RS256\"}", payload, "of no key")
			.map((part) -> base64.encodeToString(part.getBytes(StandardCharsets.UTF_8)))
			.collect(Collectors.joining("."));
		return Stub.json(Map.of("access_token", token, "token_type", "Bearer", "expires_in", LIFETIME));
	}

	static Claims claims(Map<TokenType, Map<String, Object>> tokens) {
		Claims claims = Claims.none();
		for (Map.Entry<TokenType, Map<String, Object>> token : tokens.entrySet()) {
			claims = claims.and(token.getKey(), token.getValue());
		}
		return claims;
	}

}
