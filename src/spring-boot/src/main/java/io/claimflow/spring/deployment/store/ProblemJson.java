package io.claimflow.spring.deployment.store;

import java.util.List;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Problems of a project as JSON of a bounded size.
 */
final class ProblemJson {

	/** More of them are left out. */
	private static final int PROBLEMS = 100;

	/** A text that is longer is cut. */
	private static final int TEXT = 1500;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private ProblemJson() {
	}

	static String write(List<Problem> problems) {
		return JSON.writeValueAsString(problems.stream().limit(PROBLEMS).map(Row::of).toList());
	}

	/** What was written; nothing if it is something else. */
	static List<Problem> read(String json) {
		try {
			return JSON.readValue(json, new TypeReference<List<Row>>() {
			}).stream().map(Row::problem).toList();
		}
		catch (JacksonException ex) {
			return List.of();
		}
	}

	private record Row(@Nullable String file, int line, int column, String message, String action,
			@Nullable String sourceLine, Problem.Severity severity) {

		static Row of(Problem problem) {
			SourceLocation location = problem.location();
			String line = problem.sourceLine();
			return new Row((location != null) ? location.file() : null, (location != null) ? location.line() : 0,
					(location != null) ? location.column() : 0, cut(problem.message()), cut(problem.action()),
					(line != null && line.length() <= TEXT) ? line : null, problem.severity());
		}

		Problem problem() {
			return new Problem((this.file != null) ? new SourceLocation(this.file, this.line, this.column) : null,
					this.message, this.action, this.sourceLine, this.severity);
		}

		private static String cut(String text) {
			return (text.length() <= TEXT) ? text : text.substring(0, TEXT) + "…";
		}

	}

}
