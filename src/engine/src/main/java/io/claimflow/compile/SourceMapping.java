package io.claimflow.compile;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.claimflow.SourceLocation;
import io.claimflow.compile.SourceMapDecoder.Mapping;
import org.jspecify.annotations.Nullable;

/**
 * From places of JavaScript to places of its source. The map is decoded when it is first
 * asked: only a failure or a warning asks.
 */
final class SourceMapping {

	private static final Comparator<Mapping> POSITION = Comparator.comparingInt(Mapping::generatedLine)
		.thenComparingInt(Mapping::generatedColumn);

	private final String sourceMap;

	private final String file;

	private final SourceMapDecoder decoder;

	private volatile @Nullable TreeMap<Mapping, Mapping> mappings;

	/**
	 * Creates a mapping.
	 * @param sourceMap the map as JSON
	 * @param file the file that is the map's one source
	 * @param decoder reads the map
	 */
	SourceMapping(String sourceMap, String file, SourceMapDecoder decoder) {
		this.sourceMap = sourceMap;
		this.file = file;
		this.decoder = decoder;
	}

	/**
	 * The place of a source that a place of the JavaScript comes from, or the one closest
	 * before it on the same line.
	 * @param line the line of the JavaScript, from 0
	 * @param column the column of the JavaScript, from 0
	 */
	Optional<SourceLocation> at(int line, int column) {
		TreeMap<Mapping, Mapping> decoded = this.mappings;
		if (decoded == null) {
			decoded = decode(this.decoder.decode(this.sourceMap));
			this.mappings = decoded;
		}
		return Optional.ofNullable(decoded.floorEntry(new Mapping(line, column, 0, 0)))
			.map(Map.Entry::getValue)
			.filter((mapping) -> mapping.generatedLine() == line)
			.map((mapping) -> new SourceLocation(this.file, mapping.originalLine() + 1, mapping.originalColumn() + 1));
	}

	private static TreeMap<Mapping, Mapping> decode(List<Mapping> mappings) {
		TreeMap<Mapping, Mapping> decoded = new TreeMap<>(POSITION);
		mappings.forEach((mapping) -> decoded.put(mapping, mapping));
		return decoded;
	}

}
