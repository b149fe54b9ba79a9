package io.claimflow.claims;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.TokenType;
import io.claimflow.Warning;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in claims that JavaScript reads as other numbers: it has 53 bits for them.
 */
public final class InexactNumbers {

	/** The warnings about one token. */
	private static final int WARNINGS = 5;

	private InexactNumbers() {
	}

	/**
	 * Warnings of the claims that a workflow cannot see as they are, one for each claim.
	 * @param token the token
	 * @param claims its claims, as JSON types
	 */
	public static List<Warning> warnings(TokenType token, Map<String, Object> claims) {
		List<Warning> warnings = new ArrayList<>();
		for (Map.Entry<String, Object> claim : claims.entrySet()) {
			String path = find(claim.getKey(), claim.getValue());
			if (path != null && warnings.size() < WARNINGS) {
				warnings.add(new Warning(Warning.Kind.INEXACT_NUMBER, Optional.of(token), Optional.of(claim
					.getKey()), "The claim '" + path + "' of " + token.binding()
							+ " is a number that JavaScript reads as another"
							+ " one; the token keeps it unless the workflow changes it. Put it into the token as text"
							+ " where a workflow reads it"));
			}
		}
		return warnings;
	}

	private static @Nullable String find(String path, @Nullable Object value) {
		if (value instanceof Number number) {
			return isExact(number) ? null : path;
		}
		if (value instanceof List<?> list) {
			for (int i = 0; i < list.size(); i++) {
				String found = find(path + "[" + i + "]", list.get(i));
				if (found != null) {
					return found;
				}
			}
		}
		if (value instanceof Map<?, ?> object) {
			for (Map.Entry<?, ?> member : object.entrySet()) {
				String found = find(path + "." + member.getKey(), member.getValue());
				if (found != null) {
					return found;
				}
			}
		}
		return null;
	}

	private static boolean isExact(Number number) {
		if (number instanceof Long whole) {
			return whole != Long.MAX_VALUE && (long) (double) whole == whole;
		}
		if (number instanceof BigInteger || number instanceof BigDecimal) {
			double nearest = number.doubleValue();
			return Double.isFinite(nearest)
					&& BigDecimal.valueOf(nearest).compareTo(new BigDecimal(number.toString())) == 0;
		}
		return true;
	}

}
