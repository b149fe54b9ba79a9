package io.claimflow.compile;

import java.util.Optional;

import io.claimflow.SourceLocation;

/**
 * A module that is no code of the author's: a built-in module, JSON, or what packages
 * export.
 *
 * @param file the file, or the name of a built-in module
 * @param code the function expression
 * @param inert whether nobody can tell when it was evaluated
 * @param constant whether it is the same for all runs
 * @param shareable whether it works where all that it shares with other runs is frozen
 * @param repeatable whether it does the same again where the host answers the same
 * @param source what it was made from
 */
record GeneratedModule(String file, String code, boolean inert, boolean constant, boolean shareable, boolean repeatable,
		String source) implements CompiledModule {

	/** A built-in module: what changes, it asks the host for. */
	static GeneratedModule builtIn(CompiledModule module) {
		boolean constant = BuiltInModules.isConstant(module.file());
		return new GeneratedModule(module.file(), module.code(), module.inert(), constant, constant, true,
				module.source());
	}

	/** A file of JSON: its values are objects, which each run may change. */
	static GeneratedModule json(String file, String code, String text) {
		return new GeneratedModule(file, code, true, false, true, true, text);
	}

	/** The settings of a workflow without the rest of its file. */
	static GeneratedModule settings(CompiledModule module, String text) {
		return new GeneratedModule(module.file(), module.code(), false, false, false, false, text);
	}

	/** What a package exports. */
	static GeneratedModule ofPackage(String name, String code) {
		return new GeneratedModule(name, code, false, false, false, false, "");
	}

	@Override
	public Optional<SourceLocation> locate(int line, int column) {
		return Optional.empty();
	}

}
