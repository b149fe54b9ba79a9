package io.claimflow.spring.jdbc;

import java.time.Instant;
import java.util.Optional;

/**
 * A change of a variable or of a key, without its value.
 *
 * @param number counts the changes, with gaps
 * @param kind what was done
 * @param name the name of the variable, or the identifier of the workflow whose key it is
 * @param key the identifier of the key, or empty for a variable
 * @param by who did it
 * @param at when, by the database's clock
 * @param reason why, or empty
 */
public record VariableChange(long number, Kind kind, String name, Optional<String> key, String by, Instant at,
		String reason) {

	/** What can be done. */
	public enum Kind {

		/** There is a new variable. */
		VARIABLE_CREATED,

		/** The variable has another value, or is a secret now, or not any more. */
		VARIABLE_CHANGED,

		/** There is no such variable any more, or it has another name. */
		VARIABLE_DELETED,

		/** There is a new key. */
		KEY_CREATED,

		/** The key encrypts. */
		KEY_ACTIVATED,

		/** The key encrypts no more. */
		KEY_DEACTIVATED,

		/** There is no such key any more. */
		KEY_DELETED

	}

}
