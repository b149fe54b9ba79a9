package io.claimflow.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToLongFunction;

import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Table;
import io.claimflow.cli.terminal.Table.Cell;
import io.claimflow.cli.terminal.Terminal;
import io.claimflow.engine.FileCoverage;

/** How much of the code tests have executed, in the forms in which that is told. */
final class Coverage {

	private static final int RANGES = 6;

	private final List<FileCoverage> files;

	Coverage(List<FileCoverage> files) {
		this.files = files;
	}

	/** As a table for people, a row for each file. */
	void print(Terminal terminal) {
		Table table = new Table("coverage", "lines", "functions", "lines that did not run");
		for (FileCoverage file : this.files) {
			table.row(Cell.of(file.file()), share(file.executedLines(), file.lines().size()),
					share(file.calledFunctions(), file.functions().size()), Cell.of(missed(file.lines())));
		}
		table.row(new Cell("all files", Style.BOLD),
				share(sum(FileCoverage::executedLines), sum((file) -> file.lines().size())),
				share(sum(FileCoverage::calledFunctions), sum((file) -> file.functions().size())), Cell.of(""));
		terminal.line();
		table.print(terminal);
	}

	private long sum(ToLongFunction<FileCoverage> number) {
		return this.files.stream().mapToLong(number).sum();
	}

	private static Cell share(long part, long whole) {
		Style style = (part == whole) ? Style.GREEN : (part * 2 < whole) ? Style.RED : Style.YELLOW;
		return new Cell("%s %% (%d of %d)".formatted(percent(part, whole), part, whole), style);
	}

	/** Only what is whole is 100. */
	private static String percent(long part, long whole) {
		return (part == whole) ? "100" : String.format(Locale.ROOT, "%.1f", Math.floor(1000.0 * part / whole) / 10);
	}

	/** Lines between which nothing ran become one range. */
	private static String missed(SortedMap<Integer, Long> lines) {
		List<String> ranges = new ArrayList<>();
		int first = 0;
		int last = 0;
		for (Map.Entry<Integer, Long> line : lines.entrySet()) {
			if (line.getValue() == 0) {
				first = (first == 0) ? line.getKey() : first;
				last = line.getKey();
			}
			else if (first > 0) {
				ranges.add(range(first, last));
				first = 0;
			}
		}
		if (first > 0) {
			ranges.add(range(first, last));
		}
		return String.join(", ", (ranges.size() <= RANGES) ? ranges : ranges.subList(0, RANGES))
				+ ((ranges.size() <= RANGES) ? "" : ", …");
	}

	private static String range(int first, int last) {
		return (first == last) ? String.valueOf(first) : first + "-" + last;
	}

	/** As data. */
	List<Map<String, Object>> json() {
		return this.files.stream().map((file) -> {
			Map<String, Object> json = new LinkedHashMap<>();
			json.put("file", file.file());
			json.put("lines", Map.of("executed", file.executedLines(), "total", file.lines().size()));
			json.put("functions", Map.of("executed", file.calledFunctions(), "total", file.functions().size()));
			json.put("executions", file.lines());
			return json;
		}).toList();
	}

	/**
	 * As lcov's tracefile (geninfo(1)).
	 * @param root the project's folder: sources are named by their whole path
	 */
	String lcov(Path root) {
		StringBuilder text = new StringBuilder();
		for (FileCoverage file : this.files) {
			text.append("TN:\nSF:").append(root.resolve(file.file())).append('\n');
			List<FileCoverage.Function> functions = file.functions();
			functions.forEach((function) -> text.append("FN:")
				.append(function.line())
				.append(',')
				.append(name(function, functions))
				.append('\n'));
			functions.forEach((function) -> text.append("FNDA:")
				.append(function.calls())
				.append(',')
				.append(name(function, functions))
				.append('\n'));
			text.append("FNF:").append(functions.size()).append("\nFNH:").append(file.calledFunctions()).append('\n');
			file.lines()
				.forEach((line,
						executions) -> text.append("DA:").append(line).append(',').append(executions).append('\n'));
			text.append("LF:").append(file.lines().size()).append("\nLH:").append(file.executedLines());
			text.append("\nend_of_record\n");
		}
		return text.toString();
	}

	/** The form has no place for a function but its name, which has to be its own. */
	private static String name(FileCoverage.Function function, List<FileCoverage.Function> all) {
		boolean alone = all.stream().filter((other) -> other.name().equals(function.name())).count() == 1;
		return alone ? function.name() : function.name() + "#" + (all.indexOf(function) + 1);
	}

}
