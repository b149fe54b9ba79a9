package io.claimflow.compile;

import java.util.Optional;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.project.Project;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file, and the places in it. The parser counts Unicode code points;
 * everything else here counts UTF-16 code units.
 */
final class SourceText {

	private final String file;

	private final String text;

	/** By code point, or null if each is one code unit. */
	private final int @Nullable [] offsets;

	SourceText(String file, String text) {
		this.file = file;
		this.text = text;
		this.offsets = offsets(text);
	}

	private static int @Nullable [] offsets(String text) {
		int codePoints = text.codePointCount(0, text.length());
		if (codePoints == text.length()) {
			return null;
		}
		int[] offsets = new int[codePoints + 1];
		for (int i = 0; i < codePoints; i++) {
			offsets[i + 1] = offsets[i] + Character.charCount(text.codePointAt(offsets[i]));
		}
		return offsets;
	}

	String file() {
		return this.file;
	}

	String text() {
		return this.text;
	}

	/** Whether a project has the file, with the same text. */
	boolean isIn(Project project) {
		return this.text.equals(project.files().get(this.file));
	}

	/** The offset in UTF-16 code units of an offset in code points. */
	int offset(int codePoints) {
		int bounded = Math.max(0, codePoints);
		int[] offsets = this.offsets;
		return (offsets != null) ? offsets[Math.min(bounded, offsets.length - 1)]
				: Math.min(bounded, this.text.length());
	}

	/** The offset in code points of an offset in UTF-16 code units. */
	int codePoints(int offset) {
		return this.text.codePointCount(0, Math.max(0, Math.min(offset, this.text.length())));
	}

	/** The place of an offset in code points. */
	SourceLocation location(int codePoints) {
		return locationOf(offset(codePoints));
	}

	/** The place of an offset in UTF-16 code units. */
	SourceLocation locationOf(int offset) {
		int line = 1;
		int start = 0;
		for (int end = this.text.indexOf('\n'); end >= 0 && end < offset; end = this.text.indexOf('\n', end + 1)) {
			line++;
			start = end + 1;
		}
		return new SourceLocation(this.file, line, offset - start + 1);
	}

	/** The start of the file. */
	SourceLocation start() {
		return new SourceLocation(this.file, 1, 1);
	}

	/** A line, counted from 1, or empty if there are fewer. */
	Optional<String> line(int number) {
		return this.text.lines().skip(number - 1L).findFirst();
	}

	Problem problem(int codePoints, String message, String action) {
		return problem(location(codePoints), message, action);
	}

	Problem problem(SourceLocation location, String message, String action) {
		return new Problem(location, message, action, line(location.line()).orElse(null));
	}

}
