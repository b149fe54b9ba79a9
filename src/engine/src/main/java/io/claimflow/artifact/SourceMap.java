package io.claimflow.artifact;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;

import io.claimflow.SourceLocation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A source map (ECMA-426): the way from positions of generated code to locations in its
 * sources. It is decoded when it is first asked: only a failure or a warning asks.
 */
public final class SourceMap {

	/** The map of code that comes from no source. */
	public static final SourceMap NONE = new SourceMap(List.of(), "");

	private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	private final List<String> sources;

	private final String mappings;

	private volatile @Nullable Segments segments;

	/**
	 * Creates a source map.
	 * @param sources the files that the mappings count
	 * @param mappings the mappings, as the source map has them
	 */
	public SourceMap(List<String> sources, String mappings) {
		this.sources = List.copyOf(sources);
		this.mappings = mappings;
	}

	/** The map of a file, whatever the map itself calls its one source. */
	public static SourceMap of(String file, String json) {
		return new SourceMap(List.of(file), JsonMapper.shared().readTree(json).path("mappings").asString());
	}

	/** The files that the mappings count. */
	public List<String> sources() {
		return this.sources;
	}

	/** The mappings, as Base64 VLQs. */
	public String mappings() {
		return this.mappings;
	}

	/**
	 * The location in a source that a position of the generated code comes from: that of
	 * the last segment of the line that begins there or before.
	 * @param line the line of the generated code, from 0
	 * @param column the column of the generated code, from 0
	 * @return the location, or empty if that code has no source
	 */
	public Optional<SourceLocation> at(int line, int column) {
		Segments decoded = segments();
		int found = decoded.find(line, column);
		int source = (found >= 0) ? decoded.value(found, Segments.SOURCE) : Segments.NONE;
		return (source < 0 || source >= this.sources.size()) ? Optional.empty()
				: Optional.of(new SourceLocation(this.sources.get(source), decoded.value(found, Segments.LINE) + 1,
						decoded.value(found, Segments.LINE_COLUMN) + 1));
	}

	/**
	 * The map of code that was made from the generated code with lines put before it and
	 * changes that keep its line breaks.
	 * @param lines the lines that are put before
	 * @param shift where a position of a line stands after the changes
	 */
	public SourceMap moved(int lines, Shift shift) {
		return written(lines, shift, (source) -> true);
	}

	/** The map without a source: what came from it comes from none. */
	public SourceMap without(String source) {
		int left = this.sources.indexOf(source);
		return (left < 0) ? this : written(0, (line, column) -> column, (index) -> index != left);
	}

	/**
	 * Whether all that the map leads to is there.
	 * @param lines the number of lines that a source has
	 */
	boolean isWithin(ToIntFunction<String> lines) {
		Segments decoded = segments();
		int[] counts = this.sources.stream().mapToInt(lines).toArray();
		for (int segment = 0; segment < decoded.count; segment++) {
			int source = decoded.value(segment, Segments.SOURCE);
			if (source != Segments.NONE
					&& (source < 0 || source >= counts.length || decoded.value(segment, Segments.LINE) < 0
							|| decoded.value(segment, Segments.LINE) >= counts[source]
							|| decoded.value(segment, Segments.LINE_COLUMN) < 0)) {
				return false;
			}
		}
		return true;
	}

	private SourceMap written(int before, Shift shift, IntPredicate kept) {
		Segments decoded = segments();
		StringBuilder written = new StringBuilder(this.mappings.length() + 16).append(";".repeat(before));
		int[] last = new int[Segments.SIZE];
		for (int line = 0; line < decoded.lines; line++) {
			last[Segments.COLUMN] = 0;
			int first = decoded.first(line);
			for (int segment = first; segment < decoded.lineEnds[line]; segment++) {
				written.append((segment > first) ? "," : "");
				int column = shift.column(line, decoded.value(segment, Segments.COLUMN));
				append(written, column - last[Segments.COLUMN]);
				last[Segments.COLUMN] = column;
				int source = decoded.value(segment, Segments.SOURCE);
				for (int field = Segments.SOURCE; source >= 0 && kept.test(source) && field < Segments.SIZE; field++) {
					append(written, decoded.value(segment, field) - last[field]);
					last[field] = decoded.value(segment, field);
				}
			}
			written.append(";");
		}
		int end = written.length();
		while (end > 0 && written.charAt(end - 1) == ';') {
			end--;
		}
		return new SourceMap(this.sources, written.substring(0, end));
	}

	/** Appends a number as a Base64 VLQ. */
	private static void append(StringBuilder written, int number) {
		int rest = (number < 0) ? (-number << 1) | 1 : number << 1;
		do {
			int digit = rest & 31;
			rest >>>= 5;
			written.append(DIGITS.charAt((rest > 0) ? digit | 32 : digit));
		}
		while (rest > 0);
	}

	private Segments segments() {
		Segments decoded = this.segments;
		if (decoded == null) {
			decoded = decode(this.mappings);
			this.segments = decoded;
		}
		return decoded;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof SourceMap map && this.sources.equals(map.sources) && this.mappings.equals(map.mappings);
	}

	@Override
	public int hashCode() {
		return 31 * this.sources.hashCode() + this.mappings.hashCode();
	}

	@Override
	public String toString() {
		return "SourceMap " + this.sources;
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

		/** The first segment of a line that is there. */
		int first(int line) {
			return (line > 0) ? this.lineEnds[line - 1] : 0;
		}

		/** The last segment of a line up to a column, or -1. */
		int find(int line, int column) {
			if (line < 0 || line >= this.lines) {
				return -1;
			}
			int first = first(line);
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

	/** Where a position of a line stands after a change. */
	@FunctionalInterface
	public interface Shift {

		/**
		 * The column after the change.
		 * @param line the line, from 0
		 * @param column the column before the change, from 0
		 */
		int column(int line, int column);

	}

}
