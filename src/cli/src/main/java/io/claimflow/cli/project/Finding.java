package io.claimflow.cli.project;

import java.util.LinkedHashMap;
import java.util.Map;

import io.claimflow.Problem;
import io.claimflow.Problem.Severity;
import io.claimflow.SourceLocation;

/**
 * A problem or a warning, and the rule that it comes from.
 *
 * @param rule a stable name: {@code problem}, {@code failing} or {@code warning}, or the
 * number of the TypeScript compiler, such as {@code TS2322}
 */
record Finding(Problem problem, String rule) {

	static Finding of(Problem problem) {
		return new Finding(problem, switch (problem.severity()) {
			case ERROR -> "problem";
			case FAILING -> "failing";
			case WARNING -> "warning";
		});
	}

	boolean isError() {
		return this.problem.severity() == Severity.ERROR;
	}

	/** The number of things, such as "1 problem" and "2 problems". */
	static String count(long number, String thing) {
		return ((number == 0) ? "no" : Long.toString(number)) + " " + thing + ((number == 1) ? "" : "s");
	}

	Map<String, Object> toJson() {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("rule", this.rule);
		SourceLocation location = this.problem.location();
		if (location != null) {
			json.put("file", location.file());
			json.put("line", location.line());
			json.put("column", location.column());
		}
		json.put("message", this.problem.message());
		json.put("action", this.problem.action());
		String sourceLine = this.problem.sourceLine();
		if (sourceLine != null) {
			json.put("sourceLine", sourceLine);
		}
		return json;
	}

}
