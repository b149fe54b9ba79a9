package io.claimflow.claims;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.claimflow.Effect;
import io.claimflow.TokenType;
import tools.jackson.databind.json.JsonMapper;

/**
 * How large the custom claims of a token are.
 */
public final class TokenBudget {

	private TokenBudget() {
	}

	/**
	 * The size of what a run sets in one token.
	 * @param token the token
	 * @param effects what the run asks for
	 * @return the size as JSON, in bytes of UTF-8
	 */
	public static int size(TokenType token, List<Effect> effects) {
		Map<String, Object> claims = new LinkedHashMap<>();
		for (Effect effect : effects) {
			if (effect instanceof Effect.SetClaim set && set.token() == token) {
				claims.put(set.name(), set.value());
			}
		}
		return claims.isEmpty() ? 0
				: JsonMapper.shared().writeValueAsString(claims).getBytes(StandardCharsets.UTF_8).length;
	}

}
