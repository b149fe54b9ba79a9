package io.claimflow.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON types, as events and claims have them.
 */
final class TestJson {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private TestJson() {
	}

	static String write(@Nullable Object value) {
		return MAPPER.writeValueAsString(value);
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> object(Map<?, ?> object) {
		return (Map<String, Object>) object;
	}

	/** A copy that has nothing in common with the value that could be changed. */
	static @Nullable Object copy(@Nullable Object value) {
		if (value instanceof Map<?, ?> object) {
			return copy(object(object));
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> copy = new ArrayList<>();
			list.forEach((element) -> copy.add(copy(element)));
			return copy;
		}
		return value;
	}

	@SuppressWarnings("NullAway") // a map of JSON types may have null values
	static Map<String, Object> copy(Map<String, Object> object) {
		Map<String, @Nullable Object> copy = new LinkedHashMap<>();
		object.forEach((name, value) -> copy.put(name, copy((@Nullable Object) value)));
		return copy;
	}

	/** Puts the members of an object into another; objects in both are merged as well. */
	@SuppressWarnings("NullAway") // a map of JSON types may have null values
	static void merge(Map<String, Object> into, Map<String, Object> more) {
		more.forEach((name, value) -> {
			if (value instanceof Map<?, ?> object && into.get(name) instanceof Map<?, ?> present) {
				merge(object(present), object(object));
			}
			else {
				into.put(name, copy((@Nullable Object) value));
			}
		});
	}

}
