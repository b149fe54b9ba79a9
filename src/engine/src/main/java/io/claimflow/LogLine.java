package io.claimflow;

/**
 * A line that a workflow logged.
 *
 * @param level the {@code console} method's level
 * @param message the text, secrets masked
 */
public record LogLine(Level level, String message) {

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
