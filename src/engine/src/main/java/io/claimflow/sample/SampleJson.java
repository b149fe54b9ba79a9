package io.claimflow.sample;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON that somebody has written for a run, as events and claims have it.
 */
public final class SampleJson {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private SampleJson() {
	}

	/**
	 * Reads an object.
	 * @param what what it is, for the message
	 * @throws IllegalArgumentException if it is none
	 */
	@SuppressWarnings("unchecked")
	public static Map<String, Object> readObject(String what, String text) {
		try {
			Object value = jsonType(MAPPER.readValue(text, Object.class));
			if (value instanceof Map<?, ?>) {
				return (Map<String, Object>) value;
			}
			throw new IllegalArgumentException(what + " is not an object of JSON; write { \"name\": value }");
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					what + " is not JSON: " + ex.getOriginalMessage().lines().findFirst().orElse("") + " (line "
							+ ex.getLocation().getLineNr() + ", column " + ex.getLocation().getColumnNr() + ")");
		}
	}

	/** A number that is too large for an integer of Java's is one of JavaScript's. */
	private static @Nullable Object jsonType(@Nullable Object value) {
		if (value instanceof BigInteger number) {
			return number.doubleValue();
		}
		if (value instanceof Map<?, ?> object) {
			Map<String, @Nullable Object> typed = new LinkedHashMap<>();
			object.forEach((name, member) -> typed.put(String.valueOf(name), jsonType(member)));
			return typed;
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> typed = new ArrayList<>();
			list.forEach((element) -> typed.add(jsonType(element)));
			return typed;
		}
		return value;
	}

}
