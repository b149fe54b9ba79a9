package io.claimflow.cli.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.claimflow.TokenType;
import io.claimflow.claims.ClaimChange;
import io.claimflow.claims.JsonType;
import io.claimflow.cli.run.RunText;
import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Table;
import io.claimflow.cli.terminal.Table.Cell;
import io.claimflow.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows runs of a server, as far as this tool knows what they say.
 */
final class RunView {

	private final Terminal terminal;

	private final RunText text;

	RunView(Terminal terminal) {
		this.terminal = terminal;
		this.text = new RunText(terminal);
	}

	/** A table of runs. */
	static Table table(List<JsonNode> runs) {
		Table table = new Table("TIME", "RUN", "WORKFLOW", "STATUS", "CLIENT", "MS", "CHANGED");
		for (JsonNode run : runs) {
			String status = run.path("status").asString("");
			table.row(Cell.of(Texts.time(run.path("time").asString(""))), Cell.of(run.path("id").asString("")),
					Cell.of(run.path("workflow").asString("")),
					new Cell(status.toLowerCase(Locale.ROOT), RunText.style(status)),
					Cell.of(run.path("client").asString("")), Cell.of(run.path("milliseconds").asString("")),
					Cell.of(changed(run)));
		}
		return table;
	}

	/** A run on one line, for those that come one by one. */
	String line(JsonNode run) {
		String failure = run.path("failure").asString("");
		String end = failure.isEmpty() ? changed(run) : failure + " " + run.path("place").asString("");
		return this.terminal.style(Style.FAINT, Texts.time(run.path("time").asString(""))) + " "
				+ Terminal.oneLine(run.path("id").asString("")) + " "
				+ this.terminal.style(Style.BOLD, Terminal.oneLine(run.path("workflow").asString(""))) + " "
				+ this.text.status(run.path("status").asString("")) + " in " + time(run)
				+ (run.has("client") ? " for " + Terminal.oneLine(run.path("client").asString("")) : "")
				+ (end.isBlank() ? "" : ": " + Terminal.oneLine(end));
	}

	private static String changed(JsonNode run) {
		return run.path("changed").valueStream().map((name) -> name.asString("")).collect(Collectors.joining(", "));
	}

	private static String time(JsonNode run) {
		return Terminal.oneLine(run.path("milliseconds").asString("")) + " ms";
	}

	/**
	 * Shows all of a run.
	 * @param values the values of its claims, if they are wanted
	 */
	void print(JsonNode run, Optional<JsonNode> values) {
		this.text.head(run.path("workflow").asString(""), run.path("trigger").asString(""),
				run.path("status").asString(""), time(run));
		facts(run);
		effects(run);
		claims(run, values);
		failure(run);
		this.text.section("Log", lines(run.path("log"),
				(line) -> this.text.log(line.path("level").asString(""), line.path("message").asString(""))));
		this.text.section("Calls", lines(run.path("calls"), this::call));
		this.text.section("Warnings", lines(run.path("warnings"), RunView::warning));
		if (run.path("cut").asBoolean(false)) {
			this.terminal.line();
			this.terminal.line("The server has left something out, as all of it would be too large.");
		}
	}

	private static List<String> lines(JsonNode nodes, Function<JsonNode, String> line) {
		return nodes.valueStream().map(line).toList();
	}

	private void facts(JsonNode run) {
		Map<String, String> facts = new LinkedHashMap<>();
		facts.put("run", run.path("id").asString(""));
		facts.put("time", Texts.time(run.path("time").asString("")));
		if (run.has("cpuMilliseconds")) {
			facts.put("computed", run.path("cpuMilliseconds").asString("") + " ms");
		}
		facts.put("deployment", run.path("deployment").asString("")
				+ (run.path("choice").asString("").equals("PREVIEW") ? " (a preview)" : ""));
		List.of("node", "client", "user", "userHash", "origin", "grant", "traceId")
			.forEach((name) -> facts.put(name, run.path(name).asString("")));
		facts.forEach((name, value) -> {
			if (!value.isBlank()) {
				this.terminal.line(
						RunText.INDENT + this.terminal.style(Style.FAINT, name + ":") + " " + Terminal.oneLine(value));
			}
		});
		if (run.path("cached").asBoolean(false)) {
			this.terminal.line(RunText.INDENT + "It has the outcome of an earlier run for the same event.");
		}
	}

	private void effects(JsonNode run) {
		for (JsonNode effect : run.path("effects")) {
			String kind = effect.path("kind").asString("");
			String field = effect.path("field").asString("");
			String words = effect.path("text").asString("");
			this.terminal.line(switch (kind) {
				case "InvalidateFormField" -> RunText.fault(field, words);
				case "SetMfaPolicy" -> RunText.secondFactor(field);
				default -> kind.startsWith("Deny") ? RunText.denial(words)
						: Terminal.oneLine(kind + " " + field + " " + words);
			});
		}
	}

	private void claims(JsonNode run, Optional<JsonNode> values) {
		Map<TokenType, List<String>> changes = new LinkedHashMap<>();
		for (JsonNode claim : run.path("claims")) {
			change(claim).filter((change) -> change.kind() != ClaimChange.Kind.KEPT)
				.ifPresent((change) -> changes.computeIfAbsent(change.token(), (token) -> new ArrayList<>())
					.add(this.text.change(change,
							shown(change, "before", values, change.before().map(RunText::type).orElse("")),
							shown(change, "after", values, change.after().map(RunText::type).orElse("")))));
		}
		changes.forEach((token, lines) -> this.text.section(RunText.heading(token), lines));
	}

	/** What a claim is, or of what type where the server has no value of it. */
	private static String shown(ClaimChange change, String when, Optional<JsonNode> values, String type) {
		return values.map((all) -> all.path(when).path(change.token().name()).path(change.name()))
			.filter((value) -> !value.isMissingNode())
			.map((value) -> Terminal.clean(JsonMapper.shared().writeValueAsString(value)))
			.orElse(type);
	}

	private static Optional<ClaimChange> change(JsonNode claim) {
		Optional<TokenType> token = constant(TokenType.class, claim.path("token"));
		Optional<ClaimChange.Kind> kind = constant(ClaimChange.Kind.class, claim.path("kind"));
		return token.flatMap((of) -> kind.map((what) -> new ClaimChange(of, claim.path("name").asString(""), what,
				constant(JsonType.class, claim.path("before")), constant(JsonType.class, claim.path("after")))));
	}

	private static <E extends Enum<E>> Optional<E> constant(Class<E> type, JsonNode name) {
		return Arrays.stream(type.getEnumConstants())
			.filter((constant) -> constant.name().equals(name.asString("")))
			.findFirst();
	}

	private void failure(JsonNode run) {
		JsonNode error = run.path("error");
		if (error.isObject()) {
			this.text.failure(run.path("failure").asString("FAILED"), error.path("message").asString(""),
					lines(error.path("excerpt"), (line) -> line.asString("")),
					lines(error.path("stack"), (frame) -> frame.asString("")),
					lines(error.path("causes"), (cause) -> cause.path("relation").asString("") + ": "
							+ cause.path("message").asString("")));
		}
	}

	private String call(JsonNode call) {
		String failure = call.path("failure").asString("");
		return Terminal.oneLine(call.path("method").asString("") + " " + call.path("origin").asString("(refused)"))
				+ " " + (failure.isEmpty() ? call.path("status").asString("")
						: this.terminal.style(Style.RED, Terminal.oneLine(failure)))
				+ " in " + time(call);
	}

	private static String warning(JsonNode warning) {
		return Terminal.oneLine((warning.has("place") ? warning.path("place").asString("") + ": " : "")
				+ warning.path("message").asString(""));
	}

}
