package io.claimflow.sample;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.claimflow.TokenType;
import io.claimflow.Trigger;

/**
 * The claims that a server would have put into the tokens of an event before its workflow
 * runs: those that every token has.
 */
public final class SampleClaims {

	/** The seconds for which tokens are valid. */
	public static final int LIFETIME = 300;

	private SampleClaims() {
	}

	/**
	 * The claims of each token that an event is about, which the caller may change.
	 * @param event an object with {@code request} and {@code context}, as JSON types
	 * @param now the time at which the tokens are issued
	 */
	public static Map<TokenType, Map<String, Object>> of(Trigger trigger, Map<String, Object> event, Instant now) {
		Map<TokenType, Map<String, Object>> claims = new LinkedHashMap<>();
		for (TokenType token : TokenType.values()) {
			if (trigger.tokens().contains(token)) {
				claims.put(token, claims(token, event, now.getEpochSecond()));
			}
		}
		return claims;
	}

	private static Map<String, Object> claims(TokenType token, Map<String, Object> event, long now) {
		Map<String, Object> claims = new LinkedHashMap<>();
		String client = text(event, "context.application.clientId").orElse("test-client");
		claims.put("iss", text(event, "context.domains.kindeDomain").orElse("https://auth.example.com"));
		claims.put("sub", text(event, "context.user.id").orElse(client));
		claims.put("aud", (token == TokenType.ID_TOKEN) ? List.of(client)
				: value(event, "request.auth.audience").orElse(List.of(client)));
		claims.put("iat", now);
		claims.put("exp", now + LIFETIME);
		if (token == TokenType.ID_TOKEN) {
			claims.put("azp", client);
			claims.put("auth_time", now);
			return claims;
		}
		claims.put("nbf", now);
		claims.put("jti", "00000000-0000-4000-8000-000000000000");
		claims.put("scope", (value(event, "request.auth.scope").orElse(null) instanceof List<?> scopes)
				? scopes.stream().map(String::valueOf).collect(Collectors.joining(" ")) : "openid profile");
		return claims;
	}

	private static Optional<String> text(Map<String, Object> event, String path) {
		return value(event, path).filter(String.class::isInstance).map(String.class::cast);
	}

	private static Optional<Object> value(Map<String, Object> event, String path) {
		Object value = event;
		for (String step : path.split("\\.")) {
			value = (value instanceof Map<?, ?> object) ? object.get(step) : null;
		}
		return Optional.ofNullable(value);
	}

}
