package io.claimflow.claims;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Warning;
import org.jspecify.annotations.Nullable;

/**
 * What became of one claim in a run. It has names and types, and no value.
 *
 * @param token the token that carries the claim
 * @param name the claim's name
 * @param kind what became of it
 * @param before the type of its value before the run, or empty if the claim was not there
 * @param after the type of its value after the run, or empty if the claim is not there
 */
public record ClaimChange(TokenType token, String name, Kind kind, Optional<JsonType> before,
		Optional<JsonType> after) {

	/**
	 * What became of each claim of a run: those that were there before, then the new
	 * ones, then those that were refused, token by token. A run that failed or denied
	 * access has changed none.
	 * @param before the claims before the run
	 * @param outcome what the run ended with
	 */
	public static List<ClaimChange> of(Claims before, Outcome outcome) {
		Claims after = before.after(outcome.effects());
		List<ClaimChange> changes = new ArrayList<>();
		before.tokens().forEach((token, claims) -> {
			Map<String, ClaimChange> byName = new LinkedHashMap<>();
			Map<String, Object> left = after.tokens().getOrDefault(token, Map.of());
			claims.forEach((name, value) -> byName.put(name, of(token, name, claims, left)));
			left.forEach((name, value) -> byName.computeIfAbsent(name, (added) -> of(token, added, claims, left)));
			outcome.warnings().forEach((warning) -> refused(warning, token).ifPresent((name) -> {
				Optional<JsonType> type = Optional.ofNullable(byName.get(name)).flatMap(ClaimChange::after);
				byName.put(name, new ClaimChange(token, name, Kind.REFUSED, type, type));
			}));
			changes.addAll(byName.values());
		});
		return List.copyOf(changes);
	}

	private static Optional<String> refused(Warning warning, TokenType token) {
		boolean refused = warning.kind() == Warning.Kind.PROTECTED_CLAIM
				&& warning.token().filter(token::equals).isPresent();
		return refused ? warning.claim() : Optional.empty();
	}

	private static ClaimChange of(TokenType token, String name, Map<String, Object> before, Map<String, Object> after) {
		Optional<JsonType> old = type(name, before);
		Optional<JsonType> made = type(name, after);
		return new ClaimChange(token, name, kind(old, made, before.get(name), after.get(name)), old, made);
	}

	private static Kind kind(Optional<JsonType> before, Optional<JsonType> after, @Nullable Object old,
			@Nullable Object made) {
		if (before.isEmpty()) {
			return Kind.ADDED;
		}
		if (after.isEmpty()) {
			return Kind.REMOVED;
		}
		if (!before.equals(after)) {
			return Kind.RETYPED;
		}
		return JsonEquality.same(old, made) ? Kind.KEPT : Kind.CHANGED;
	}

	private static Optional<JsonType> type(String name, Map<String, Object> claims) {
		return claims.containsKey(name) ? Optional.of(JsonType.of(claims.get(name))) : Optional.empty();
	}

	/** What became of a claim. */
	public enum Kind {

		/** It is what it was. */
		KEPT,
		/** The workflow added it. */
		ADDED,
		/** The workflow removed it. */
		REMOVED,
		/** The workflow gave it another value of the same type. */
		CHANGED,
		/** The workflow gave it a value of another type. */
		RETYPED,
		/**
		 * The workflow wanted to add, change or remove it, and may not: it is what it
		 * was.
		 */
		REFUSED

	}

}
