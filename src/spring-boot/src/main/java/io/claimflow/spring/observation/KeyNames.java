package io.claimflow.spring.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.docs.KeyName;
import org.jspecify.annotations.Nullable;

/**
 * Gives keys their values.
 */
final class KeyNames {

	private KeyNames() {
	}

	/** The key with a value as text, or with {@code none}. */
	static KeyValue value(KeyName key, @Nullable Object value) {
		return (value != null) ? key.withValue(value.toString()) : key.withNoneValue();
	}

}
