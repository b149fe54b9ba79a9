package io.claimflow.artifact;

import java.nio.charset.StandardCharsets;

import io.claimflow.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A check of texts that JavaScript made: half a surrogate pair cannot be written as
 * UTF-8.
 */
final class WellFormed {

	private WellFormed() {
	}

	static boolean is(String text) {
		return text.chars().noneMatch((unit) -> Character.isSurrogate((char) unit))
				|| StandardCharsets.UTF_8.newEncoder().canEncode(text);
	}

	/** The text with a question mark for what cannot be written. */
	static String text(String text) {
		return is(text) ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	static Problem problem(Problem problem) {
		return new Problem(problem.location(), text(problem.message()), text(problem.action()),
				optional(problem.sourceLine()), problem.severity());
	}

	private static @Nullable String optional(@Nullable String text) {
		return (text != null) ? text(text) : null;
	}

}
