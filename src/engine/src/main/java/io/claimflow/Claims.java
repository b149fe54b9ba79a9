package io.claimflow;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The claims of the tokens that a request is about to issue, each token on its own, as
 * JSON types (see {@link Event}).
 */
public final class Claims {

	private static final Claims NONE = new Claims(Map.of(), Map.of());

	private final Map<TokenType, Map<String, Object>> tokens;

	private final Map<TokenType, Map<String, Object>> known;

	private Claims(Map<TokenType, Map<String, Object>> tokens, Map<TokenType, Map<String, Object>> known) {
		this.tokens = copy(tokens);
		this.known = copy(known);
	}

	private static Map<TokenType, Map<String, Object>> copy(Map<TokenType, Map<String, Object>> map) {
		EnumMap<TokenType, Map<String, Object>> copy = new EnumMap<>(TokenType.class);
		copy.putAll(map);
		return Collections.unmodifiableMap(copy);
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
		return new Claims(Map.of(token, claims), Map.of());
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
		return new Claims(more, this.known);
	}

	/**
	 * These claims, and what is true of one token without being a claim of it. Some
	 * claims, such as {@code client_id}, a workflow may set to what is true, and to
	 * nothing else.
	 * @param token the token
	 * @param values what is true of it by the claim that would say so, as JSON types
	 */
	public Claims knowing(TokenType token, Map<String, Object> values) {
		EnumMap<TokenType, Map<String, Object>> more = new EnumMap<>(TokenType.class);
		more.putAll(this.known);
		more.put(token, values);
		return new Claims(this.tokens, more);
	}

	/**
	 * These claims as a run leaves them.
	 * @param effects what the run asks for; what is about no claim of these tokens
	 * changes nothing
	 */
	public Claims after(List<Effect> effects) {
		Map<TokenType, Map<String, Object>> changed = new EnumMap<>(TokenType.class);
		this.tokens.forEach((token, claims) -> changed.put(token, new LinkedHashMap<>(claims)));
		for (Effect effect : effects) {
			if (effect instanceof Effect.SetClaim set && changed.containsKey(set.token())) {
				changed.get(set.token()).put(set.name(), set.value());
			}
			else if (effect instanceof Effect.RemoveClaim remove && changed.containsKey(remove.token())) {
				changed.get(remove.token()).remove(remove.name());
			}
		}
		return new Claims(changed, this.known);
	}

	/** The claims by token. */
	public Map<TokenType, Map<String, Object>> tokens() {
		return this.tokens;
	}

	/** What is true of a token without being a claim of it. */
	public Map<String, Object> known(TokenType token) {
		return this.known.getOrDefault(token, Map.of());
	}

}
