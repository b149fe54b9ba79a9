package io.claimflow.engine;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much of a file of the author's was executed while tests ran.
 *
 * @param file the file, relative to the project's root
 * @param lines how often each line was executed on which a statement begins, by its
 * number, from 1: of more than one statement, the one that was executed most often
 * @param functions the functions, in the order of their lines
 */
public record FileCoverage(String file, SortedMap<Integer, Long> lines, List<Function> functions) {

	public FileCoverage {
		lines = Collections.unmodifiableSortedMap(new TreeMap<>(lines));
		functions = List.copyOf(functions);
	}

	/** The number of lines that were executed. */
	public long executedLines() {
		return this.lines.values().stream().filter((executions) -> executions > 0).count();
	}

	/** The number of functions that were called. */
	public long calledFunctions() {
		return this.functions.stream().filter((function) -> function.calls() > 0).count();
	}

	/**
	 * A function.
	 *
	 * @param name its name, or "(anonymous)"
	 * @param line the line where it begins, from 1
	 * @param calls how often it was called
	 */
	public record Function(String name, int line, long calls) {

	}

}
