package io.claimflow.spring.authorization;

import java.lang.reflect.Array;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.claimflow.Effect;
import io.claimflow.TokenType;
import io.claimflow.claims.ClaimPolicy;
import io.claimflow.claims.JsonEquality;
import org.jspecify.annotations.Nullable;

/**
 * Between the Java objects that the server keeps claims as, and the JSON types that they
 * become in a token.
 */
public final class JavaClaims {

	/** The elements of a list that a changed one is compared with. */
	private static final int COMPARED = 100;

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
			return json(elements(value));
		}
		return value.toString();
	}

	/**
	 * Makes the changes that a run asks for. What it does not change keeps its Java
	 * objects: claims, members of a claim, and elements of a list in it.
	 * @param effects what the run asks for
	 * @param token the token that the claims belong to
	 * @param reset whether the claims that others than the server have set go first
	 * @param claims the server's claims
	 */
	public static void apply(List<Effect> effects, TokenType token, boolean reset, Map<String, Object> claims) {
		Map<String, Object> before = new HashMap<>(claims);
		if (reset) {
			claims.keySet().retainAll(ClaimPolicy.serverClaims(token, before).keySet());
		}
		for (Effect effect : effects) {
			if (effect instanceof Effect.RemoveClaim removal && removal.token() == token) {
				claims.remove(removal.name());
			}
			else if (effect instanceof Effect.SetClaim setting && setting.token() == token) {
				Object value = merged(before.get(setting.name()), setting.value());
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
	public static Map<String, Object> set(List<Effect> effects, TokenType token, Map<String, Object> claims) {
		Map<String, Object> set = new LinkedHashMap<>();
		for (Effect effect : effects) {
			if (effect instanceof Effect.SetClaim setting && setting.token() == token) {
				set.put(setting.name(), claims.get(setting.name()));
			}
		}
		return set;
	}

	/** A value in which all that is as it was is the Java object that it was. */
	private static @Nullable Object merged(@Nullable Object before, @Nullable Object after) {
		if (JsonEquality.same(json(before), after)) {
			return before;
		}
		if (before instanceof Map<?, ?> object && after instanceof Map<?, ?> changed) {
			return mergedMembers(object, changed);
		}
		if (before != null && after instanceof List<?> changed
				&& (before instanceof Collection<?> || before.getClass().isArray())) {
			return mergedElements(elements(before), changed);
		}
		return after;
	}

	private static Map<String, @Nullable Object> mergedMembers(Map<?, ?> before, Map<?, ?> after) {
		Map<String, @Nullable Object> members = new HashMap<>();
		before.forEach((name, member) -> members.put(String.valueOf(name), member));
		Map<String, @Nullable Object> merged = new LinkedHashMap<>();
		after.forEach((key, member) -> {
			String name = String.valueOf(key);
			merged.put(name, members.containsKey(name) ? merged(members.get(name), member) : member);
		});
		return merged;
	}

	/**
	 * An element that is as it was may stand elsewhere now. One that has changed comes
	 * from the one that it has most members in common with, or from the one in its place.
	 */
	private static List<@Nullable Object> mergedElements(List<@Nullable Object> before, List<?> after) {
		Map<Object, Deque<Integer>> places = new HashMap<>();
		Set<Integer> free = new TreeSet<>();
		for (int i = 0; i < before.size(); i++) {
			places.computeIfAbsent(comparable(json(before.get(i))), (value) -> new ArrayDeque<>()).add(i);
			free.add(i);
		}
		List<@Nullable Object> merged = new ArrayList<>();
		List<Integer> changed = new ArrayList<>();
		for (int i = 0; i < after.size(); i++) {
			Integer place = places.getOrDefault(comparable(after.get(i)), new ArrayDeque<>()).poll();
			merged.add((place != null) ? before.get(place) : after.get(i));
			if (place != null) {
				free.remove(place);
			}
			else if (after.get(i) instanceof Map<?, ?> || after.get(i) instanceof List<?>) {
				changed.add(i);
			}
		}
		for (int i : changed) {
			Integer origin = origin(i, after.get(i), before, free);
			if (origin != null) {
				merged.set(i, merged(before.get(origin), after.get(i)));
				free.remove(origin);
			}
		}
		return merged;
	}

	private static @Nullable Integer origin(int index, @Nullable Object element, List<@Nullable Object> before,
			Set<Integer> free) {
		if (!(element instanceof Map<?, ?> members) || free.size() > COMPARED) {
			return free.contains(index) ? Integer.valueOf(index) : null;
		}
		Integer origin = null;
		long most = -1;
		for (Integer place : free) {
			if (json(before.get(place)) instanceof Map<?, ?> candidate) {
				long common = members.entrySet()
					.stream()
					.filter((member) -> candidate.containsKey(member.getKey())
							&& JsonEquality.same(candidate.get(member.getKey()), member.getValue()))
					.count();
				if (common > most || (common == most && place == index)) {
					origin = place;
					most = common;
				}
			}
		}
		return origin;
	}

	private static List<@Nullable Object> elements(Object collection) {
		if (collection instanceof Collection<?> elements) {
			return new ArrayList<>(elements);
		}
		List<@Nullable Object> elements = new ArrayList<>();
		for (int i = 0; i < Array.getLength(collection); i++) {
			elements.add(Array.get(collection, i));
		}
		return elements;
	}

	/** A JSON value that is equal to each that is the same to JavaScript. */
	private static Object comparable(@Nullable Object json) {
		if (json instanceof Number number) {
			return number.doubleValue() + 0.0;
		}
		if (json instanceof List<?> list) {
			return list.stream().map(JavaClaims::comparable).toList();
		}
		if (json instanceof Map<?, ?> map) {
			Map<Object, Object> comparable = new HashMap<>();
			map.forEach((name, member) -> comparable.put(name, comparable(member)));
			return comparable;
		}
		return (json != null) ? json : NullClaim.INSTANCE;
	}

}
