package io.claimflow.compile;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.claimflow.compile.SourceMapDecoder.Mapping;
import org.jspecify.annotations.Nullable;

/**
 * From places of JavaScript to places of its source. The map is decoded when it is first
 * asked: only a failure asks.
 */
final class SourceMapping {

	private static final Comparator<Mapping> POSITION = Comparator.comparingInt(Mapping::generatedLine)
		.thenComparingInt(Mapping::generatedColumn);

	private final String sourceMap;

	private final SourceMapDecoder decoder;

	private volatile @Nullable TreeMap<Mapping, Mapping> mappings;

	SourceMapping(String sourceMap, SourceMapDecoder decoder) {
		this.sourceMap = sourceMap;
		this.decoder = decoder;
	}

	/**
	 * The mapping at a place or closest before it on the same line.
	 * @param line the line of the JavaScript, from 0
	 * @param column the column of the JavaScript, from 0
	 */
	Optional<Mapping> at(int line, int column) {
		TreeMap<Mapping, Mapping> decoded = this.mappings;
		if (decoded == null) {
			decoded = decode(this.decoder.decode(this.sourceMap));
			this.mappings = decoded;
		}
		return Optional.ofNullable(decoded.floorEntry(new Mapping(line, column, 0, 0)))
			.map(Map.Entry::getValue)
			.filter((mapping) -> mapping.generatedLine() == line);
	}

	private static TreeMap<Mapping, Mapping> decode(List<Mapping> mappings) {
		TreeMap<Mapping, Mapping> decoded = new TreeMap<>(POSITION);
		mappings.forEach((mapping) -> decoded.put(mapping, mapping));
		return decoded;
	}

}
