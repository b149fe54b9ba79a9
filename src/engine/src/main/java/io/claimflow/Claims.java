package io.claimflow;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The claims of the tokens that a request is about to issue, each token on its own, as
 * JSON types (see {@link Event}).
 */
public final class Claims {

	private static final Claims NONE = new Claims(Map.of());

	private final Map<TokenType, Map<String, Object>> tokens;

	private Claims(Map<TokenType, Map<String, Object>> tokens) {
		EnumMap<TokenType, Map<String, Object>> copy = new EnumMap<>(TokenType.class);
		copy.putAll(tokens);
		this.tokens = Collections.unmodifiableMap(copy);
	}

	/** No token at all. */
	public static Claims none() {
		return NONE;
	}

	/**
	 * The claims of one token.
	 * @param token the token
	 * @param claims its claims by name, as JSON types
	 */
	public static Claims of(TokenType token, Map<String, Object> claims) {
		return new Claims(Map.of(token, claims));
	}

	/**
	 * These claims and those of one more token.
	 * @param token the token
	 * @param claims its claims by name, as JSON types
	 */
	public Claims and(TokenType token, Map<String, Object> claims) {
		EnumMap<TokenType, Map<String, Object>> more = new EnumMap<>(TokenType.class);
		more.putAll(this.tokens);
		more.put(token, claims);
		return new Claims(more);
	}

	/** The claims by token. */
	public Map<TokenType, Map<String, Object>> tokens() {
		return this.tokens;
	}

}
