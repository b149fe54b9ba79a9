package io.claimflow.cli.run;

import java.util.List;
import java.util.Locale;

import io.claimflow.TokenType;
import io.claimflow.claims.ClaimChange;
import io.claimflow.claims.JsonType;
import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** The words in which a run is shown, wherever it took place. */
public final class RunText {

	/** What lines below a heading begin with. */
	public static final String INDENT = "  ";

	private final Terminal terminal;

	public RunText(Terminal terminal) {
		this.terminal = terminal;
	}

	/** Writes how a run ended. */
	public void head(String workflow, String trigger, String status, String end) {
		this.terminal.line(this.terminal.style(Style.BOLD, Terminal.oneLine(workflow)) + " ("
				+ Terminal.oneLine(trigger) + "): " + status(status) + " in " + end);
	}

	/** A status of {@code Outcome.Status}, or of a newer server's. */
	public String status(String status) {
		String text = Terminal.oneLine(status).toLowerCase(Locale.ROOT);
		Style style = style(status);
		return (style != null) ? this.terminal.style(style, text) : text;
	}

	/** The style of a status, or null if it is not known. */
	public static @Nullable Style style(String status) {
		return switch (status) {
			case "COMPLETED" -> Style.GREEN;
			case "DENIED" -> Style.YELLOW;
			case "FAILED" -> Style.RED;
			default -> null;
		};
	}

	/** Writes lines below a heading, if there are any. */
	public void section(String heading, List<String> lines) {
		if (!lines.isEmpty()) {
			this.terminal.line();
			this.terminal.line(this.terminal.style(Style.BOLD, heading));
			lines.forEach((line) -> this.terminal.line(INDENT + line));
		}
	}

	/** The heading of the claims of a token. */
	public static String heading(TokenType token) {
		return "Claims of the " + switch (token) {
			case ACCESS_TOKEN -> "access token";
			case ID_TOKEN -> "ID token";
			case M2M_TOKEN -> "machine's access token";
		};
	}

	/**
	 * What became of a claim.
	 * @param was what is shown of its value before
	 * @param is what is shown of its value after
	 */
	public String change(ClaimChange change, String was, String is) {
		String name = Terminal.oneLine(change.name());
		String types = change.before().map(RunText::type).orElse("") + " -> "
				+ change.after().map(RunText::type).orElse("");
		String both = was + " -> " + is;
		return switch (change.kind()) {
			case ADDED -> this.terminal.style(Style.GREEN, "+ " + name + ": " + is);
			case REMOVED -> this.terminal.style(Style.RED, "- " + name + ": " + was);
			case CHANGED -> this.terminal.style(Style.YELLOW, "~ " + name + ": " + both);
			case RETYPED -> this.terminal.style(Style.YELLOW, "~ " + name + ": " + both)
					+ (both.equals(types) ? "" : " (" + types + ")");
			case REFUSED -> this.terminal.style(Style.RED, "! " + name) + ": protected, so it stays as it was";
			case KEPT -> name;
		};
	}

	/** A type of JSON. */
	public static String type(JsonType type) {
		return type.name().toLowerCase(Locale.ROOT);
	}

	/** That a run denied the flow. */
	public static String denial(String reason) {
		return "It denies the flow: " + Terminal.oneLine(reason);
	}

	/** That a run finds fault with what is in a form. */
	public static String fault(String field, String message) {
		return "It finds fault with the field " + Terminal.oneLine(field) + ": " + Terminal.oneLine(message);
	}

	/** What a run wants of the second factor. */
	public static String secondFactor(String policy) {
		return "It sets the policy for the second factor: " + Terminal.oneLine(policy).toLowerCase(Locale.ROOT);
	}

	/** A line of a workflow's log. */
	public String log(String level, String message) {
		Style style = switch (level) {
			case "ERROR" -> Style.RED;
			case "WARN" -> Style.YELLOW;
			case "DEBUG" -> Style.FAINT;
			default -> Style.CYAN;
		};
		return this.terminal.style(style, "%-5s".formatted(Terminal.oneLine(level))) + " " + Terminal.oneLine(message);
	}

	/** Writes why a run failed. */
	public void failure(String kind, String message, List<String> excerpt, List<String> stack, List<String> causes) {
		this.terminal.line();
		this.terminal.line(this.terminal.style(Style.RED, Terminal.oneLine(kind)) + ": " + Terminal.clean(message));
		excerpt.forEach((line) -> this.terminal.line(Terminal.clean(line)));
		stack.forEach((frame) -> this.terminal.line(INDENT + "at " + Terminal.oneLine(frame)));
		causes.forEach((cause) -> this.terminal.line(INDENT + Terminal.oneLine(cause)));
	}

}
