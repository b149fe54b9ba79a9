package io.claimflow;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One reason why a project is refused, or one thing to look at in a project that is not.
 *
 * @param location where it was found, or null if it concerns the project as a whole
 * @param message what was found
 * @param action what to do
 * @param sourceLine the line of source at the location, or null if there is none to show
 */
public record Problem(@Nullable SourceLocation location, String message, String action, @Nullable String sourceLine) {

	/** What is shown of a line that is longer, as generated code has them. */
	private static final int LINE_LENGTH = 200;

	public Problem {
		Objects.requireNonNull(message, "message");
		Objects.requireNonNull(action, "action");
	}

	/**
	 * Renders the problem for a terminal: location and message, the source line with a
	 * caret, and the action. Whatever the source says, it tells the terminal nothing.
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		if (this.location != null) {
			text.append(this.location).append(": ");
		}
		text.append(shown(this.message));
		if (this.location != null && this.sourceLine != null) {
			int column = Math.min(this.location.column() - 1, this.sourceLine.length());
			int begin = Math.max(0, column - LINE_LENGTH / 2);
			String line = this.sourceLine.substring(begin, Math.min(begin + LINE_LENGTH, this.sourceLine.length()));
			String gutter = "%5d | ".formatted(this.location.line());
			text.append(System.lineSeparator()).append(gutter).append(shown(line));
			text.append(System.lineSeparator())
				.append(" ".repeat(gutter.length() - 2))
				.append("| ")
				.append(line.substring(0, column - begin).replaceAll("[^\t]", " "))
				.append('^');
		}
		text.append(System.lineSeparator()).append("  ").append(this.action);
		return text.toString();
	}

	private static String shown(String text) {
		return text.replaceAll("\\R", System.lineSeparator() + "    ").replaceAll("[\\p{Cc}&&[^\r\n\t]]", "");
	}

}
