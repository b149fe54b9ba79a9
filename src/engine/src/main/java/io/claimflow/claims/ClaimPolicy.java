package io.claimflow.claims;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Effect;
import io.claimflow.TokenType;
import io.claimflow.Warning;
import org.jspecify.annotations.Nullable;

/**
 * Compares the claims that a workflow left behind with those it was given, and decides
 * which differences become effects. It sees data alone, so nothing that JavaScript can do
 * gets around it.
 */
public final class ClaimPolicy {

	private static final String SCOPE = "scope";

	/** The warnings about one token. Names that are protected can be made without end. */
	private static final int WARNINGS = 20;

	private ClaimPolicy() {
	}

	/**
	 * The changes that a run made to one token.
	 * @param token the token
	 * @param before the claims as the workflow was given them, as JSON types
	 * @param after the claims as the workflow left them, as JSON types
	 */
	public static ClaimChanges compare(TokenType token, Map<String, Object> before, Map<String, Object> after) {
		List<Effect> effects = new ArrayList<>();
		List<Warning> warnings = new ArrayList<>();
		for (String name : before.keySet()) {
			if (!after.containsKey(name)) {
				if (name.equals(SCOPE) || ProtectedClaims.contains(token, name, before)) {
					warnings.add(refused(token, name, "removed"));
				}
				else {
					effects.add(new Effect.RemoveClaim(token, name));
				}
			}
		}
		after.forEach((name, value) -> {
			boolean present = before.containsKey(name);
			if (present && JsonEquality.same(before.get(name), value)) {
				return;
			}
			if (ProtectedClaims.contains(token, name, before)) {
				warnings.add(refused(token, name, present ? "changed" : "added"));
			}
			else if (name.equals(SCOPE) && !sameScopes(before.get(name), value)) {
				warnings.add(new Warning(Warning.Kind.PROTECTED_CLAIM, Optional.of(token), Optional.of(name),
						"The claim 'scope' of " + token.binding()
								+ " keeps its value: a workflow may turn it into an array or a space-delimited string,"
								+ " with the same scopes"));
			}
			else {
				effects.add(new Effect.SetClaim(token, name, value));
			}
		});
		return new ClaimChanges(effects, bounded(token, warnings));
	}

	private static List<Warning> bounded(TokenType token, List<Warning> warnings) {
		if (warnings.size() <= WARNINGS) {
			return warnings;
		}
		List<Warning> bounded = new ArrayList<>(warnings.subList(0, WARNINGS));
		bounded.add(new Warning(Warning.Kind.PROTECTED_CLAIM, Optional.of(token), Optional.empty(),
				"So are %d more claims of %s".formatted(warnings.size() - WARNINGS, token.binding())));
		return bounded;
	}

	private static Warning refused(TokenType token, String name, String change) {
		String shown = name.codePoints()
			.limit(60)
			.collect(StringBuilder::new,
					(text, c) -> text
						.append(Character.isISOControl(c) ? "\\u%04x".formatted(c) : Character.toString(c)),
					StringBuilder::append)
			.toString();
		return new Warning(Warning.Kind.PROTECTED_CLAIM, Optional.of(token), Optional.of(shown), "The claim '" + shown
				+ "' of " + token.binding() + " is protected and was not " + change + "; choose another name");
	}

	private static boolean sameScopes(@Nullable Object before, @Nullable Object after) {
		Optional<Set<String>> scopes = scopes(after);
		return scopes.isPresent() && scopes.equals(scopes(before));
	}

	/** The scopes of a claim value (RFC 9068, section 2.2.3, or an array of them). */
	private static Optional<Set<String>> scopes(@Nullable Object value) {
		if (value instanceof String string) {
			return Optional.of(new HashSet<>(Arrays.stream(string.split(" ")).filter((s) -> !s.isEmpty()).toList()));
		}
		if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
			return Optional.of(new HashSet<>(list.stream().map(Objects::toString).toList()));
		}
		return Optional.empty();
	}

	/**
	 * The claims that remain where a workflow asks to start without custom ones
	 * ({@code resetClaims}): those that only the server may set, and {@code scope}.
	 * @param token the token
	 * @param before the token's claims
	 */
	public static Map<String, Object> serverClaims(TokenType token, Map<String, Object> before) {
		Map<String, Object> remaining = new java.util.LinkedHashMap<>(before);
		remaining.keySet().removeIf((name) -> !name.equals(SCOPE) && !ProtectedClaims.contains(token, name, before));
		return remaining;
	}

}
