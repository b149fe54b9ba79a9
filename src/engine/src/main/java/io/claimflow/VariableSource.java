package io.claimflow;

import java.util.Optional;

/**
 * Where {@code kinde.env} takes its variables from: the server's configuration, a
 * database, a vault. Called by many threads at a time.
 */
@FunctionalInterface
public interface VariableSource {

	/**
	 * The variable of that name.
	 * @param name the name, as the workflow spells it
	 * @return the variable, or empty if it is not set
	 * @throws RuntimeException if that cannot be told; the message goes to the log, so it
	 * has no secret in it
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
