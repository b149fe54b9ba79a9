package io.claimflow.compile;

import java.util.List;

/**
 * Reads source maps (ECMA-426).
 */
@FunctionalInterface
public interface SourceMapDecoder {

	/**
	 * The mappings of a source map with one source.
	 * @param sourceMap the map as JSON
	 * @return the mappings in the order of generated lines and columns
	 */
	List<Mapping> decode(String sourceMap);

	/**
	 * A place of the generated code and where it comes from. Lines and columns count from
	 * 0.
	 *
	 * @param generatedLine the line of the generated code
	 * @param generatedColumn the column of the generated code
	 * @param originalLine the line of the source
	 * @param originalColumn the column of the source
	 */
	record Mapping(int generatedLine, int generatedColumn, int originalLine, int originalColumn) {

	}

}
