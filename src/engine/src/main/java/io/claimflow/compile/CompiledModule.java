package io.claimflow.compile;

import java.util.Optional;

import io.claimflow.SourceLocation;

/**
 * A module as a JavaScript function expression of two parameters, the object that takes
 * its exports and the function that links module number <em>n</em> of the same program.
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

	/** The author's source. */
	String source();

}
