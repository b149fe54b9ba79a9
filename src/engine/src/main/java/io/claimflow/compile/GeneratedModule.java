package io.claimflow.compile;

import java.util.Optional;

import io.claimflow.SourceLocation;

/**
 * A module that is no code of the author's: a built-in module, or JSON.
 *
 * @param file the file, or the name of a built-in module
 * @param code the function expression
 * @param inert whether nobody can tell when it was evaluated
 * @param source what it was made from
 */
record GeneratedModule(String file, String code, boolean inert, String source) implements CompiledModule {

	@Override
	public Optional<SourceLocation> locate(int line, int column) {
		return Optional.empty();
	}

}
