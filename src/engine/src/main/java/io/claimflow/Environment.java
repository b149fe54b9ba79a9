package io.claimflow;

import java.util.Optional;

/**
 * Where {@code kinde.env} takes its variables from. Called on the thread of a run, so it
 * answers at once.
 */
@FunctionalInterface
public interface Environment {

	/**
	 * The variable of that name.
	 * @param name the name, as the workflow spells it
	 * @return the variable, or empty if it is not set
	 */
	Optional<Variable> get(String name);

	/**
	 * A variable.
	 *
	 * @param value the value
	 * @param secret whether the value is masked in logs and errors
	 */
	record Variable(String value, boolean secret) {

		/** Says whether the variable is a secret, and never its value. */
		@Override
		public String toString() {
			return "Variable[secret=" + this.secret + "]";
		}

	}

}
