package io.claimflow.spring.support;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The fields that events of several triggers have in common.
 */
public final class EventFields {

	private EventFields() {
	}

	/** Adds a field that an event has only if there is a value. */
	public static void putIfPresent(Map<String, Object> object, String name, @Nullable String value) {
		if (value != null) {
			object.put(name, value);
		}
	}

	/**
	 * The value of {@code kindeDomain}: an issuer without the slash that it may end with,
	 * since paths go behind it.
	 */
	public static String domain(String issuer) {
		return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
	}

}
