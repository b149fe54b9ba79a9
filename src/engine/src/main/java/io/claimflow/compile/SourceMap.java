package io.claimflow.compile;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.claimflow.SourceLocation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A source map (ECMA-426): the way from places of generated code to places of its
 * sources. It is decoded when it is first asked: only a failure or a warning asks.
 */
final class SourceMap {

	private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	private final List<String> sources;

	private final String mappings;

	private volatile @Nullable Segments segments;

	/**
	 * Creates a source map.
	 * @param sources the files that the mappings count
	 * @param mappings the mappings, as the source map has them
	 */
	SourceMap(List<String> sources, String mappings) {
		this.sources = List.copyOf(sources);
		this.mappings = mappings;
	}

	/** The map of a file, whatever the map itself calls its one source. */
	static SourceMap of(String file, String json) {
		return new SourceMap(List.of(file), JsonMapper.shared().readTree(json).path("mappings").asString());
	}

	/**
	 * The place of a source that a place of the generated code comes from: that of the
	 * last segment of the line that begins there or before.
	 * @param line the line of the generated code, from 0
	 * @param column the column of the generated code, from 0
	 * @return the place, or empty if that code has no source
	 */
	Optional<SourceLocation> at(int line, int column) {
		Segments decoded = this.segments;
		if (decoded == null) {
			decoded = decode(this.mappings);
			this.segments = decoded;
		}
		int found = decoded.find(line, column);
		int source = (found >= 0) ? decoded.value(found, Segments.SOURCE) : Segments.NONE;
		return (source < 0 || source >= this.sources.size()) ? Optional.empty()
				: Optional.of(new SourceLocation(this.sources.get(source), decoded.value(found, Segments.LINE) + 1,
						decoded.value(found, Segments.LINE_COLUMN) + 1));
	}

	/**
	 * Reads the Base64 VLQs. Each number of a segment is what to add to that of the
	 * segment before; columns of the generated code begin anew with each line.
	 */
	private static Segments decode(String mappings) {
		Segments segments = new Segments();
		int[] numbers = new int[5];
		int count = 0;
		int number = 0;
		int shift = 0;
		for (int i = 0; i <= mappings.length(); i++) {
			char letter = (i < mappings.length()) ? mappings.charAt(i) : ';';
			if (letter == ',' || letter == ';') {
				if (count > 0) {
					segments.add(numbers, count > Segments.LINE_COLUMN);
				}
				if (letter == ';') {
					segments.endLine();
					numbers[0] = 0;
				}
				count = 0;
				number = 0;
				shift = 0;
				continue;
			}
			int digit = Math.max(0, DIGITS.indexOf(letter));
			number |= (digit & 31) << shift;
			shift += 5;
			if (digit < 32) {
				if (count < numbers.length) {
					numbers[count++] += ((number & 1) == 0) ? number >>> 1 : -(number >>> 1);
				}
				number = 0;
				shift = 0;
			}
		}
		return segments;
	}

	/** The segments of all lines, one after the other. */
	private static final class Segments {

		static final int COLUMN = 0;

		static final int SOURCE = 1;

		static final int LINE = 2;

		static final int LINE_COLUMN = 3;

		/** The source of code that comes from none. */
		static final int NONE = -1;

		private static final int SIZE = 4;

		private int[] values = new int[64 * SIZE];

		private int[] lineEnds = new int[64];

		private int count;

		private int lines;

		void add(int[] numbers, boolean sourced) {
			if ((this.count + 1) * SIZE > this.values.length) {
				this.values = Arrays.copyOf(this.values, 2 * this.values.length);
			}
			System.arraycopy(numbers, 0, this.values, this.count * SIZE, SIZE);
			if (!sourced) {
				this.values[this.count * SIZE + SOURCE] = NONE;
			}
			this.count++;
		}

		void endLine() {
			if (this.lines == this.lineEnds.length) {
				this.lineEnds = Arrays.copyOf(this.lineEnds, 2 * this.lineEnds.length);
			}
			this.lineEnds[this.lines++] = this.count;
		}

		int value(int segment, int field) {
			return this.values[segment * SIZE + field];
		}

		/** The last segment of a line up to a column, or -1. */
		int find(int line, int column) {
			if (line < 0 || line >= this.lines) {
				return -1;
			}
			int first = (line > 0) ? this.lineEnds[line - 1] : 0;
			int low = first;
			int high = this.lineEnds[line];
			while (low < high) {
				int middle = (low + high) >>> 1;
				if (value(middle, COLUMN) <= column) {
					low = middle + 1;
				}
				else {
					high = middle;
				}
			}
			return (low > first) ? low - 1 : -1;
		}

	}

}
