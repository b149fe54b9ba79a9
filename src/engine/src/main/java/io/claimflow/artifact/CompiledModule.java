package io.claimflow.artifact;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.claimflow.SourceLocation;

/**
 * A module as a JavaScript function expression of one parameter, the linker. It has
 * {@code define(name, getter)} for an export, {@code require(name)} for another module's
 * exports, {@code all(exports)} to export them again, and {@code parse(text)} for JSON.
 *
 * @param file the file that it was compiled from, or the name of a module that is no file
 * @param code the function expression
 * @param map the way from the code to the author's source
 * @param source the author's source; empty for a module that is no file
 * @param texts the constant texts and the names that stand in the author's source
 * @param findings what the analysis of the module has found
 */
public record CompiledModule(String file, String code, SourceMap map, String source, Set<String> texts,
		Findings findings) {

	/** The name of the module that has all packages of a workflow. */
	public static final String PACKAGES = "packages";

	public CompiledModule {
		texts = texts.stream().filter(WellFormed::is).collect(Collectors.toUnmodifiableSet());
	}

	/** Creates a module that is no code of the author's. */
	public CompiledModule(String file, String code, String source, Findings findings) {
		this(file, code, SourceMap.NONE, source, Set.of(), findings);
	}

	/**
	 * Where a position of the code stands in the author's source.
	 * @param line the line in {@link #code()}, from 1
	 * @param column the column in {@link #code()}, from 1
	 * @return the location in the author's source, or empty for generated code
	 */
	public Optional<SourceLocation> locate(int line, int column) {
		return this.map.at(line - 1, column - 1);
	}

	/** The same module with other findings. */
	public CompiledModule with(Findings findings) {
		return new CompiledModule(this.file, this.code, this.map, this.source, this.texts, findings);
	}

}
