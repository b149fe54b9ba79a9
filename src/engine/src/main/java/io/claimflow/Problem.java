package io.claimflow;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One reason why a project is rejected, or one warning about a project that is not.
 *
 * @param location where it was found, or null if it concerns the project as a whole
 * @param message what was found
 * @param action what to do
 * @param sourceLine the line of source at the location, or null if there is none to show
 * @param severity what follows from it
 */
public record Problem(@Nullable SourceLocation location, String message, String action, @Nullable String sourceLine,
		Severity severity) {

	/** What is shown of a line that is longer, as generated code has them. */
	private static final int LINE_LENGTH = 200;

	/** What a terminal obeys, and what turns round the text beside it. */
	private static final String UNSEEN = "[\\p{Cc}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069&&[^\r\n\t]]";

	public Problem {
		Objects.requireNonNull(message, "message");
		Objects.requireNonNull(action, "action");
		Objects.requireNonNull(severity, "severity");
	}

	/** Creates a reason to reject a project. */
	public Problem(@Nullable SourceLocation location, String message, String action, @Nullable String sourceLine) {
		this(location, message, action, sourceLine, Severity.ERROR);
	}

	/** The same problem with another severity. */
	public Problem as(Severity severity) {
		return new Problem(this.location, this.message, this.action, this.sourceLine, severity);
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
				.append(line.substring(0, column - begin).replaceAll(UNSEEN, "").replaceAll("[^\t]", " "))
				.append('^');
		}
		text.append(System.lineSeparator()).append("  ").append(this.action);
		return text.toString();
	}

	private static String shown(String text) {
		return text.replaceAll("\\R", System.lineSeparator() + "    ").replaceAll(UNSEEN, "");
	}

	/** What follows from a problem. */
	public enum Severity {

		/** The project is rejected. */
		ERROR,
		/**
		 * A warning of what is known to fail: code that fails when a run gets there, or a
		 * workflow that never runs.
		 */
		FAILING,
		/** A warning of something to look at. */
		WARNING

	}

}
