package io.claimflow.engine;

import java.util.List;

import io.claimflow.Problem;

/**
 * What compiling scripts gave.
 *
 * @param scripts those that compile
 * @param problems what is wrong with the others
 */
public record ScriptCompilation(List<Script> scripts, List<Problem> problems) {

	public ScriptCompilation {
		scripts = List.copyOf(scripts);
		problems = List.copyOf(problems);
	}

}
