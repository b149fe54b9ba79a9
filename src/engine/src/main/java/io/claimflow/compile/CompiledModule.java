package io.claimflow.compile;

import java.util.Optional;
import java.util.Set;

import io.claimflow.SourceLocation;

/**
 * A module as a JavaScript function expression of one parameter, the linker. It has
 * {@code define(name, getter)} for an export, {@code require(name)} for another module's
 * exports, {@code all(exports)} to export them again, and {@code parse(text)} for JSON.
 */
public interface CompiledModule {

	/** The file it was compiled from, or the name of a built-in module. */
	String file();

	/** The function expression. */
	String code();

	/**
	 * Where a position of the code stands in the author's source.
	 * @param line the line in {@link #code()}, from 1
	 * @param column the column in {@link #code()}, from 1
	 * @return the place in the author's source, or empty for generated code
	 */
	Optional<SourceLocation> locate(int line, int column);

	/**
	 * Whether evaluating it only binds names to functions and constant values, so that
	 * nobody can tell when that was done.
	 */
	boolean inert();

	/** Whether it is the same for all runs: nothing in it is the author's, or changes. */
	boolean constant();

	/**
	 * Whether it does not mind that all it shares with other runs is frozen, as far as
	 * its code shows.
	 */
	boolean shareable();

	/**
	 * Whether it does the same again, as far as its code shows, where the host answers
	 * the same.
	 */
	boolean repeatable();

	/** The author's source. */
	String source();

	/** The constant texts and the names that stand in the author's source. */
	default Set<String> texts() {
		return Set.of();
	}

}
