package io.claimflow.spring.token;

import java.lang.reflect.Array;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.claimflow.Effect;
import io.claimflow.TokenType;
import io.claimflow.spring.authorization.WholeNumber;
import org.jspecify.annotations.Nullable;

/**
 * Between the Java objects that the server keeps claims as, and the JSON types that they
 * become in a token.
 */
public final class JavaClaims {

	private JavaClaims() {
	}

	/**
	 * The claims as a token shows them: times as seconds since the epoch (RFC 7519,
	 * section 2, NumericDate).
	 * @param claims the server's claims
	 */
	@SuppressWarnings("NullAway") // a map of JSON types may have null values
	public static Map<String, Object> toJson(Map<String, Object> claims) {
		Map<String, Object> json = new LinkedHashMap<>();
		claims.forEach((name, value) -> json.put(name, json(value)));
		return json;
	}

	private static @Nullable Object json(@Nullable Object value) {
		if (value == null || value instanceof String || value instanceof Boolean || value instanceof Number) {
			return (value instanceof WholeNumber number) ? Long.valueOf(number.longValue()) : value;
		}
		if (value == NullClaim.INSTANCE) {
			return null;
		}
		if (value instanceof Instant time) {
			return time.getEpochSecond();
		}
		if (value instanceof Date time) {
			return time.toInstant().getEpochSecond();
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> json = new LinkedHashMap<>();
			map.forEach((key, member) -> json.put(String.valueOf(key), json(member)));
			return json;
		}
		if (value instanceof Collection<?> collection) {
			List<@Nullable Object> json = new ArrayList<>();
			collection.forEach((element) -> json.add(json(element)));
			return json;
		}
		if (value.getClass().isArray()) {
			List<@Nullable Object> json = new ArrayList<>();
			for (int i = 0; i < Array.getLength(value); i++) {
				json.add(json(Array.get(value, i)));
			}
			return json;
		}
		return value.toString();
	}

	/**
	 * Makes the changes that a run asks for. Claims that it does not mention keep their
	 * Java objects.
	 * @param effects what the run asks for
	 * @param token the token that the claims belong to
	 * @param claims the server's claims
	 */
	static void apply(List<Effect> effects, TokenType token, Map<String, Object> claims) {
		for (Effect effect : effects) {
			if (effect instanceof Effect.RemoveClaim removal && removal.token() == token) {
				claims.remove(removal.name());
			}
			else if (effect instanceof Effect.SetClaim setting && setting.token() == token) {
				Object value = setting.value();
				claims.put(setting.name(), (value != null) ? value : NullClaim.INSTANCE);
			}
		}
	}

	/**
	 * The claims that a run has set, as they are now.
	 * @param effects what the run asks for
	 * @param token the token that the claims belong to
	 * @param claims the server's claims
	 */
	static Map<String, Object> set(List<Effect> effects, TokenType token, Map<String, Object> claims) {
		Map<String, Object> set = new LinkedHashMap<>();
		for (Effect effect : effects) {
			if (effect instanceof Effect.SetClaim setting && setting.token() == token) {
				set.put(setting.name(), claims.get(setting.name()));
			}
		}
		return set;
	}

}
