package io.claimflow.cli.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.claimflow.Trigger;
import io.claimflow.Workflow;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.Use;
import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Terminal;
import io.claimflow.engine.WorkflowEngine;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment will change against what is live.
 *
 * @param workflows the workflows that come, go or change
 * @param variables the variables that the code reads and the live one does not
 * @param sources the unified diff of each source that differs
 */
record Difference(List<WorkflowChange> workflows, List<String> variables, Map<String, List<String>> sources) {

	private static final int CONTEXT = 3;

	private static final int SHOWN = 400;

	/**
	 * A workflow that comes, goes or changes.
	 *
	 * @param sign {@code +}, {@code -} or {@code ~}
	 * @param differences what differs in its settings
	 */
	record WorkflowChange(char sign, String id, String trigger, List<String> differences) {

	}

	/**
	 * Compares two artifacts.
	 * @param before what is live, or empty if nothing is
	 */
	static Difference between(Optional<Artifact> before, Artifact after, Set<Trigger> triggers) {
		Map<String, String> old = before.map(Artifact::sources).map(LinkedHashMap::new).orElseGet(LinkedHashMap::new);
		Map<String, List<String>> sources = new LinkedHashMap<>();
		Set<String> files = new TreeSet<>(old.keySet());
		files.addAll(after.sources().keySet());
		for (String file : files) {
			List<String> diff = diff(file, old.get(file), after.sources().get(file));
			if (!diff.isEmpty()) {
				sources.put(file, diff);
			}
		}
		Set<String> variables = variables(after);
		before.ifPresent((artifact) -> variables.removeAll(variables(artifact)));
		return new Difference(workflows(before, after, triggers), List.copyOf(variables), sources);
	}

	private static List<WorkflowChange> workflows(Optional<Artifact> before, Artifact after, Set<Trigger> triggers) {
		Optional<Map<String, Workflow>> old = Optional.of(Map.of());
		Optional<Map<String, Workflow>> next;
		try (WorkflowEngine engine = WorkflowEngine.builder().triggers(triggers).build()) {
			if (before.isPresent()) {
				old = WorkflowList.of(engine, before.get()).workflows();
			}
			next = WorkflowList.of(engine, after).workflows();
		}
		if (old.isEmpty() || next.isEmpty()) {
			return List.of();
		}
		List<WorkflowChange> changes = new ArrayList<>();
		Set<String> ids = new TreeSet<>(old.get().keySet());
		ids.addAll(next.get().keySet());
		for (String id : ids) {
			Workflow was = old.get().get(id);
			Workflow is = next.get().get(id);
			if (was == null && is != null) {
				changes.add(new WorkflowChange('+', id, is.trigger().id(), List.of()));
			}
			else if (was != null && is == null) {
				changes.add(new WorkflowChange('-', id, was.trigger().id(), List.of()));
			}
			else if (was != null && is != null) {
				List<String> differences = WorkflowList.differences(was, is);
				if (!differences.isEmpty()) {
					changes.add(new WorkflowChange('~', id, is.trigger().id(), differences));
				}
			}
		}
		return changes;
	}

	private static List<String> diff(String file, @Nullable String before, @Nullable String after) {
		List<String> old = lines(before);
		List<String> next = lines(after);
		return UnifiedDiffUtils.generateUnifiedDiff((before != null) ? file : "/dev/null",
				(after != null) ? file : "/dev/null", old, DiffUtils.diff(old, next), CONTEXT);
	}

	private static List<String> lines(@Nullable String text) {
		return (text == null || text.isEmpty()) ? List.of() : List.of(text.split("\r\n|\r|\n", -1));
	}

	private static Set<String> variables(Artifact artifact) {
		Set<String> variables = new TreeSet<>();
		artifact.programs()
			.forEach((program) -> program.uses()
				.stream()
				.filter((use) -> use.kind() == Use.Kind.VARIABLE)
				.forEach((use) -> variables.add(use.name())));
		return variables;
	}

	/** Shows it to people. */
	void print(Terminal terminal) {
		for (WorkflowChange change : this.workflows) {
			Style style = switch (change.sign()) {
				case '+' -> Style.GREEN;
				case '-' -> Style.RED;
				default -> Style.YELLOW;
			};
			terminal.note("  " + terminal.style(style, change.sign() + " " + Terminal.oneLine(change.id())) + " ("
					+ change.trigger() + ")" + (change.differences().isEmpty() ? ""
							: ": " + Terminal.oneLine(String.join(", ", change.differences()))));
		}
		if (!this.variables.isEmpty()) {
			terminal
				.note("  The code reads these variables anew: " + Terminal.oneLine(String.join(", ", this.variables)));
		}
		int shown = 0;
		for (List<String> diff : this.sources.values()) {
			terminal.note("");
			for (String line : diff) {
				if (shown++ == SHOWN) {
					terminal.note("… and more: the diff has "
							+ this.sources.values().stream().mapToInt(List::size).sum() + " lines");
					return;
				}
				terminal.note(coloured(terminal, Terminal.clean(line)));
			}
		}
	}

	private static String coloured(Terminal terminal, String line) {
		return line.startsWith("@@") ? terminal.style(Style.CYAN, line) : line.startsWith("+")
				? terminal.style(Style.GREEN, line) : line.startsWith("-") ? terminal.style(Style.RED, line) : line;
	}

	/** The same as JSON types. */
	Map<String, Object> toJson() {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("workflows", this.workflows.stream().map((change) -> Map.of("change", switch (change.sign()) {
			case '+' -> "added";
			case '-' -> "removed";
			default -> "changed";
		}, "id", change.id(), "trigger", change.trigger(), "differences", change.differences())).toList());
		json.put("variables", this.variables);
		json.put("sources", List.copyOf(this.sources.keySet()));
		return json;
	}

}
