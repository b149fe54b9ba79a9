package io.claimflow;

import java.util.Optional;

/**
 * A line that a workflow logged.
 *
 * @param level the {@code console} method's level
 * @param message the text, secrets masked
 * @param location where in the author's source, if that is known
 */
public record LogLine(Level level, String message, Optional<SourceLocation> location) {

	/** A line of which nobody knows where it comes from. */
	public LogLine(Level level, String message) {
		this(level, message, Optional.empty());
	}

	/** The level of a line. */
	public enum Level {

		/** {@code console.debug}. */
		DEBUG,
		/** {@code console.log} and {@code console.info}. */
		INFO,
		/** {@code console.warn}. */
		WARN,
		/** {@code console.error}. */
		ERROR

	}

}
