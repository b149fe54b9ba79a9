package io.claimflow.binding;

import java.util.Optional;

import io.claimflow.Effect;
import io.claimflow.Environment;
import io.claimflow.LogLine;

/**
 * What a binding may touch of the one run it serves.
 */
public interface RunScope {

	/** Asks for an effect. */
	void effect(Effect effect);

	/** Logs a line, within the run's limits. */
	void log(LogLine.Level level, String message);

	/** A variable; the value of a secret is masked in this run from now on. */
	Optional<Environment.Variable> variable(String name);

}
