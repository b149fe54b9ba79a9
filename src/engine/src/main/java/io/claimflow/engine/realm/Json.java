package io.claimflow.engine.realm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON text on its way into and out of a realm.
 */
public final class Json {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	/** Each run reads some, and a mapper works out the type each time. */
	private static final ObjectReader OBJECT = MAPPER
		.readerFor(new TypeReference<LinkedHashMap<String, @Nullable Object>>() {
		});

	private Json() {
	}

	public static String write(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	/**
	 * Reads an object into {@code LinkedHashMap}, {@code ArrayList}, {@code String},
	 * {@code Boolean}, {@code Integer}, {@code Long}, {@code Double} and null.
	 */
	@SuppressWarnings("NullAway") // a map of JSON types may have null values
	public static Map<String, Object> readObject(String text) {
		LinkedHashMap<String, @Nullable Object> object = OBJECT.readValue(text);
		object.replaceAll((name, value) -> jsonType(value));
		return object;
	}

	/** A copy of an object that has nothing in common with it that could be changed. */
	@SuppressWarnings({ "unchecked", "NullAway" }) // a map of JSON types may have null
													// values
	public static Map<String, Object> copy(Map<String, Object> object) {
		return (Map<String, Object>) copyOf(object);
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Object copyOf(@Nullable Object value) {
		if (value instanceof Map<?, ?> object) {
			Map<String, @Nullable Object> copy = new LinkedHashMap<>((Map<String, @Nullable Object>) object);
			copy.replaceAll((name, member) -> copyOf(member));
			return copy;
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> copy = new ArrayList<>(list);
			copy.replaceAll(Json::copyOf);
			return copy;
		}
		return value;
	}

	/** JavaScript writes whole doubles beyond the long range as digits. */
	@SuppressWarnings("unchecked")
	private static @Nullable Object jsonType(@Nullable Object value) {
		if (value instanceof BigInteger number) {
			return number.doubleValue();
		}
		if (value instanceof LinkedHashMap<?, ?> map) {
			((LinkedHashMap<String, @Nullable Object>) map).replaceAll((name, member) -> jsonType(member));
		}
		if (value instanceof ArrayList<?> list) {
			((List<@Nullable Object>) list).replaceAll(Json::jsonType);
		}
		return value;
	}

}
