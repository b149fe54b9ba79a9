package io.claimflow.cli.terminal;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command answers. Answers go to the standard output; errors, questions and
 * progress do not.
 */
public final class Terminal {

	private final PrintStream out;

	private final PrintStream err;

	private final Prompt prompt;

	private final Capabilities capabilities;

	/**
	 * Creates a terminal.
	 * @param out the standard output
	 * @param err the standard error
	 * @param prompt asks the person in front of it
	 */
	public Terminal(PrintStream out, PrintStream err, Prompt prompt, Capabilities capabilities) {
		this.out = out;
		this.err = err;
		this.prompt = prompt;
		this.capabilities = capabilities;
	}

	/** Whether somebody is there to be asked. */
	public boolean isInteractive() {
		return this.capabilities.interactive();
	}

	/** The width in columns. */
	public int columns() {
		return this.capabilities.columns();
	}

	/** Writes a line of the answer. */
	public void line(String text) {
		this.out.println(text);
	}

	/** Writes an empty line. */
	public void line() {
		this.out.println();
	}

	/** Writes text of the answer as it is. */
	public void raw(String text) {
		this.out.print(text);
		this.out.flush();
	}

	/** Writes bytes of the answer. */
	public void raw(byte[] bytes) {
		this.out.write(bytes, 0, bytes.length);
		this.out.flush();
	}

	/** Writes the answer as JSON. */
	public void json(Object value) {
		this.out.println(Json.MAPPER.writeValueAsString(value));
	}

	/** Writes one of several answers as a line of JSON. */
	public void jsonLine(Object value) {
		this.out.println(Json.LINES.writeValueAsString(value));
	}

	/** Writes a line beside the answer. */
	public void note(String text) {
		this.err.println(text);
	}

	/** Whether nobody reads the answer any more, as after {@code | head}. */
	public boolean isClosed() {
		return this.out.checkError();
	}

	/** Writes what went wrong, and what to do. */
	public void error(String found, String action) {
		this.err.println(style(Style.RED, "error:") + " " + clean(found));
		if (!action.isBlank()) {
			this.err.println("  " + clean(action));
		}
	}

	/** Writes a warning, and what to do. */
	public void warning(String found, String action) {
		this.err.println(style(Style.YELLOW, "warning:") + " " + clean(found));
		if (!action.isBlank()) {
			this.err.println("  " + clean(action));
		}
	}

	/** The text as the terminal shows it in a style, if it has colours. */
	public String style(Style style, String text) {
		return this.capabilities.colour() ? style.apply(text) : text;
	}

	/** A text of somebody else's, so that it tells the terminal nothing. */
	public static String clean(String text) {
		return text.replaceAll("\\r\\n?", "\n").replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n\t]]", "?");
	}

	/** A text of somebody else's, on one line. */
	public static String oneLine(String text) {
		return clean(text).replaceAll("\\s+", " ").strip();
	}

	/**
	 * Asks whether to go on.
	 * @return whether the answer is yes
	 */
	public boolean confirm(String question) {
		String answer = this.prompt.line(question + " [y/N] ").orElse("").strip().toLowerCase(Locale.ROOT);
		return answer.equals("y") || answer.equals("yes");
	}

	/** Asks for a line. */
	public Optional<String> ask(String question) {
		return this.prompt.line(question + ": ").map(String::strip).filter((line) -> !line.isEmpty());
	}

	/** Asks for a line that is not shown. */
	public Optional<String> askSecret(String question) {
		return this.prompt.secret(question + ": ").filter((line) -> !line.isEmpty());
	}

	/**
	 * Says what goes on, if it takes longer than half a second and somebody is there.
	 * @param activity what goes on, such as "Compiling"
	 */
	public Progress progress(String activity) {
		return isInteractive() ? Progress.start(this.err, activity, this.capabilities) : Progress.NONE;
	}

	/**
	 * What a terminal can do.
	 *
	 * @param interactive whether a person sits in front of it
	 * @param colour whether it shows colours
	 * @param columns the width in columns
	 */
	public record Capabilities(boolean interactive, boolean colour, int columns) {

		/** Those of a file or a pipe, which has any width. */
		public static final Capabilities NONE = new Capabilities(false, false, Integer.MAX_VALUE);

	}

	/** Loaded by those commands alone that write JSON. */
	private static final class Json {

		private static final JsonMapper LINES = JsonMapper.shared();

		private static final JsonMapper MAPPER = JsonMapper.builder()
			.enable(SerializationFeature.INDENT_OUTPUT)
			.build();

	}

}
