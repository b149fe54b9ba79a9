package io.claimflow.claims;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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

	/** One space between scopes, and none around them (RFC 6749, section 3.3). */
	private static final Pattern SEPARATOR = Pattern.compile(" ");

	/** The warnings about one token. Names that are protected can be made without end. */
	private static final int WARNINGS = 20;

	private ClaimPolicy() {
	}

	/**
	 * The changes that a run made to one token of which nothing more is known.
	 * @param token the token
	 * @param before the claims as the server has set them, as JSON types
	 * @param after the claims as the workflow left them, as JSON types
	 */
	public static ClaimChanges compare(TokenType token, Map<String, Object> before, Map<String, Object> after) {
		return compare(token, before, Map.of(), after);
	}

	/**
	 * The changes that a run made to one token.
	 * @param token the token
	 * @param before the claims as the server has set them, as JSON types
	 * @param known what is true of the token without being a claim of it, by the claim
	 * that would say so
	 * @param after the claims as the workflow left them, as JSON types
	 */
	public static ClaimChanges compare(TokenType token, Map<String, Object> before, Map<String, Object> known,
			Map<String, Object> after) {
		List<Effect> effects = new ArrayList<>();
		List<Warning> warnings = new ArrayList<>();
		for (String name : before.keySet()) {
			if (!after.containsKey(name)) {
				if (belongsToServer(token, name, before)) {
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
								+ " with the same scopes, each once and with one space between"));
			}
			else if (ProtectedClaims.isTrueOrAbsent(token, name)
					&& !(known.containsKey(name) && JsonEquality.same(known.get(name), value))) {
				warnings.add(new Warning(Warning.Kind.PROTECTED_CLAIM, Optional.of(token), Optional.of(name),
						"The claim '" + name + "' of " + token.binding() + " was not " + (present ? "changed" : "added")
								+ ": a workflow may set it to what is true of the token, and to nothing else;"
								+ " choose another name"));
			}
			else {
				effects.add(new Effect.SetClaim(token, name, value));
			}
		});
		return new ClaimChanges(effects, bounded(token, warnings));
	}

	/** Whether a claim stays where a workflow removes it. */
	private static boolean belongsToServer(TokenType token, String name, Map<String, Object> before) {
		return name.equals(SCOPE) || ProtectedClaims.isTrueOrAbsent(token, name)
				|| ProtectedClaims.contains(token, name, before);
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
		List<String> scopes = scopes(after);
		return scopes != null && new HashSet<>(scopes).size() == scopes.size()
				&& new HashSet<>(scopes).equals(grantedScopes(before));
	}

	/** The scopes as the server has set them, in whatever form. */
	private static @Nullable Set<String> grantedScopes(@Nullable Object before) {
		List<String> scopes = scopes(before);
		if (scopes == null) {
			return null;
		}
		Set<String> granted = new HashSet<>(scopes);
		granted.remove("");
		return granted;
	}

	/**
	 * The scopes of a claim value (RFC 9068, section 2.2.3, or an array of them), or null
	 * if it is neither.
	 */
	private static @Nullable List<String> scopes(@Nullable Object value) {
		if (value instanceof String string) {
			return Arrays.asList(SEPARATOR.split(string, -1));
		}
		if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
			return list.stream().map(Objects::toString).toList();
		}
		return null;
	}

	/**
	 * The claims that remain where a workflow asks to start without custom ones
	 * ({@code resetClaims}): those that only the server may set, and those that say
	 * nothing but what is true.
	 * @param token the token
	 * @param before the token's claims
	 */
	public static Map<String, Object> serverClaims(TokenType token, Map<String, Object> before) {
		Map<String, Object> remaining = new LinkedHashMap<>(before);
		remaining.keySet().removeIf((name) -> !belongsToServer(token, name, before));
		return remaining;
	}

}
