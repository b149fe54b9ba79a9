package io.claimflow.claims;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The type of a claim's value (RFC 8259, section 3).
 */
public enum JsonType {

	/** A text. */
	STRING,
	/** A number. */
	NUMBER,
	/** True or false. */
	BOOLEAN,
	/** Members by name. */
	OBJECT,
	/** A list. */
	ARRAY,
	/** No value, under a name that is there. */
	NULL;

	/**
	 * The type of a value.
	 * @param value a value as JSON types (see {@link io.claimflow.Event}); whatever else
	 * it is counts as text, which is how it is written
	 */
	public static JsonType of(@Nullable Object value) {
		if (value == null) {
			return NULL;
		}
		if (value instanceof Number) {
			return NUMBER;
		}
		if (value instanceof Boolean) {
			return BOOLEAN;
		}
		if (value instanceof Map<?, ?>) {
			return OBJECT;
		}
		return (value instanceof Collection<?>) ? ARRAY : STRING;
	}

}
