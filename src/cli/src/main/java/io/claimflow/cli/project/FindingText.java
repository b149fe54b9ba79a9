package io.claimflow.cli.project;

import java.nio.file.Path;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Surroundings;

/** Shows findings to people, with paths from where they are. */
final class FindingText {

	private final Surroundings surroundings;

	private final String prefix;

	FindingText(Surroundings surroundings, Path root) {
		this.surroundings = surroundings;
		this.prefix = Paths.below(surroundings.directory(), root);
	}

	String of(Finding finding) {
		Problem problem = finding.problem();
		SourceLocation location = problem.location();
		Problem shown = (location == null) ? problem
				: new Problem(new SourceLocation(this.prefix + location.file(), location.line(), location.column()),
						problem.message(), problem.action(), problem.sourceLine(), problem.severity());
		String head = switch (problem.severity()) {
			case ERROR -> this.surroundings.terminal().style(Style.RED, "error");
			case FAILING -> this.surroundings.terminal().style(Style.YELLOW, "warning") + ", it fails when it runs";
			case WARNING -> this.surroundings.terminal().style(Style.YELLOW, "warning");
		};
		return head + ": " + shown;
	}

}
