package io.claimflow.compile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Program;
import io.claimflow.artifact.Use;

/**
 * A file of the author's that a compiler has read.
 */
interface AuthorModule {

	SourceText source();

	/** What it imports and exports, once types are gone. */
	ModuleNames module();

	/** What no workflow can do, wherever it is written in the file. */
	List<Problem> problems();

	/** A problem with what the file imports from a module. */
	default Problem importProblem(String specifier, String message, String action) {
		return importProblem(specifier, specifier, message, action);
	}

	/** A problem with one name that the file imports from a module. */
	Problem importProblem(String specifier, String name, String message, String action);

	/** The names of the types that the file declares, which exist in TypeScript alone. */
	Set<String> typeNames();

	/** See {@link Program#settings()}. */
	Map<List<String>, SourceLocation> settingLocations();

	/** See {@link Program#defaultExport()}. */
	SourceLocation defaultExport();

	/**
	 * A module that has the settings of this one, and a default export if this one has
	 * any; empty if the settings are not written as values alone, or nobody can tell.
	 */
	Optional<String> settingsAlone();

	/**
	 * What the file uses without declaring it, as far as the compiler can tell.
	 * @param exports what {@code @kinde/infrastructure} exports
	 */
	List<Use> uses(Set<String> exports);

	/**
	 * The module as a function expression.
	 * @param resolve gives the name of the module that a specifier means
	 */
	CompiledModule compile(UnaryOperator<String> resolve);

}
