package io.claimflow.spring.runlog;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Texts that others have chosen, as they fit a column: on one line, without what no one
 * sees, in valid UTF-16, and of a bounded length.
 */
final class Line {

	static final int NAME = 200;

	private Line() {
	}

	static String of(String text, int length) {
		StringBuilder line = new StringBuilder();
		text.codePoints().limit(length).forEach((c) -> {
			if (line.length() < length - 1) {
				line.appendCodePoint(isPlain(c) ? c : '\uFFFD');
			}
		});
		return line.toString();
	}

	private static boolean isPlain(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
					Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> true;
		};
	}

	/** A name, if it is a text. */
	static Optional<String> name(@Nullable Object text) {
		return (text instanceof String string) ? Optional.of(of(string, NAME)) : Optional.empty();
	}

}
