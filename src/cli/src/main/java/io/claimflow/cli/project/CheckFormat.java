package io.claimflow.cli.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.artifact.Versions;
import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;

/** A form in which the result of a check is written. */
enum CheckFormat {

	/** For people. */
	text {
		@Override
		void write(CheckResult result, Surroundings surroundings) {
			Terminal terminal = surroundings.terminal();
			FindingText text = new FindingText(surroundings, result.root());
			result.findings().forEach((finding) -> terminal.line(text.of(finding) + System.lineSeparator()));
			long errors = result.errors().count();
			long warnings = result.warnings().count();
			terminal.line(Finding.count(result.workflows().size(), "workflow") + ": "
					+ terminal.style((errors == 0) ? Style.GREEN : Style.RED, Finding.count(errors, "problem")) + ", "
					+ ((warnings == 0) ? "no warnings"
							: terminal.style(Style.YELLOW, Finding.count(warnings, "warning"))));
			if (!result.variables().isEmpty()) {
				terminal.line("The code reads these variables: " + String.join(", ", result.variables()));
			}
		}

		@Override
		void writeEach(List<CheckResult> results, Surroundings surroundings) {
			Terminal terminal = surroundings.terminal();
			for (CheckResult result : results) {
				terminal.line(terminal.style(Style.BOLD, surroundings.shown(result.root())));
				write(result, surroundings);
				terminal.line();
			}
			long refused = results.stream().filter((result) -> result.errors().findAny().isPresent()).count();
			long failing = results.stream().filter(CheckResult::isKnownToFail).count();
			terminal.line("%s: %d load, %d of them with code that is known to fail; %d refused"
				.formatted(Finding.count(results.size(), "project"), results.size() - refused, failing, refused));
		}
	},

	/** For programs. */
	json {
		@Override
		void write(CheckResult result, Surroundings surroundings) {
			surroundings.terminal().json(result.toJson());
		}

		@Override
		void writeEach(List<CheckResult> results, Surroundings surroundings) {
			surroundings.terminal().json(Map.of("projects", results.stream().map(CheckResult::toJson).toList()));
		}
	},

	/** The Static Analysis Results Interchange Format 2.1.0 of OASIS. */
	sarif {
		@Override
		void write(CheckResult result, Surroundings surroundings) {
			writeEach(List.of(result), surroundings);
		}

		@Override
		void writeEach(List<CheckResult> results, Surroundings surroundings) {
			Map<String, Object> log = new LinkedHashMap<>();
			log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
			log.put("version", "2.1.0");
			log.put("runs", results.stream().map((result) -> run(result, surroundings)).toList());
			surroundings.terminal().json(log);
		}

		private Map<String, Object> run(CheckResult result, Surroundings surroundings) {
			String prefix = prefix(result, surroundings);
			List<Map<String, Object>> results = new ArrayList<>();
			for (Finding finding : result.findings()) {
				Map<String, Object> sarif = new LinkedHashMap<>();
				sarif.put("ruleId", finding.rule());
				sarif.put("level", finding.isError() ? "error" : "warning");
				sarif.put("message", Map.of("text", text(finding.problem())));
				SourceLocation location = finding.problem().location();
				if (location != null) {
					sarif
						.put("locations",
								List.of(Map.of("physicalLocation", Map.of("artifactLocation",
										Map.of("uri", uri(prefix + location.file())), "region",
										Map.of("startLine", location.line(), "startColumn", location.column())))));
				}
				results.add(sarif);
			}
			List<Map<String, String>> rules = result.findings()
				.stream()
				.map(Finding::rule)
				.distinct()
				.map((rule) -> Map.of("id", rule))
				.toList();
			Map<String, Object> driver = new LinkedHashMap<>();
			driver.put("name", "claimflow");
			driver.put("version", Versions.current().engine());
			driver.put("rules", rules);
			Map<String, Object> run = new LinkedHashMap<>();
			run.put("tool", Map.of("driver", driver));
			run.put("columnKind", "utf16CodeUnits");
			run.put("results", results);
			return run;
		}
	},

	/** Workflow commands of GitHub Actions, which show findings beside the code. */
	github {
		@Override
		void write(CheckResult result, Surroundings surroundings) {
			String prefix = prefix(result, surroundings);
			for (Finding finding : result.findings()) {
				SourceLocation location = finding.problem().location();
				String place = (location == null) ? "" : "file=%s,line=%d,col=%d,"
					.formatted(property(prefix + location.file()), location.line(), location.column());
				surroundings.terminal()
					.line("::%s %stitle=claimflow (%s)::%s".formatted(finding.isError() ? "error" : "warning", place,
							property(finding.rule()), data(text(finding.problem()))));
			}
		}

		private String data(String text) {
			return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
		}

		private String property(String text) {
			return data(text).replace(":", "%3A").replace(",", "%2C");
		}
	},

	/** A Code Quality report of GitLab. */
	gitlab {
		@Override
		void write(CheckResult result, Surroundings surroundings) {
			writeEach(List.of(result), surroundings);
		}

		@Override
		void writeEach(List<CheckResult> results, Surroundings surroundings) {
			surroundings.terminal()
				.json(results.stream().flatMap((result) -> report(result, surroundings).stream()).toList());
		}

		private List<Map<String, Object>> report(CheckResult result, Surroundings surroundings) {
			String prefix = prefix(result, surroundings);
			List<Map<String, Object>> report = new ArrayList<>();
			for (Finding finding : result.findings()) {
				Problem problem = finding.problem();
				SourceLocation location = Objects.requireNonNullElse(problem.location(),
						new SourceLocation(AuthorProject.KINDE_JSON, 1, 1));
				Map<String, Object> issue = new LinkedHashMap<>();
				issue.put("description", text(problem));
				issue.put("check_name", "claimflow/" + finding.rule());
				issue.put("fingerprint", Fingerprint.of(finding.rule(), location.file(), problem.message(),
						Objects.requireNonNullElse(problem.sourceLine(), "")));
				issue.put("severity", switch (problem.severity()) {
					case ERROR -> "blocker";
					case FAILING -> "major";
					case WARNING -> "minor";
				});
				issue.put("location",
						Map.of("path", prefix + location.file(), "lines", Map.of("begin", location.line())));
				report.add(issue);
			}
			return report;
		}
	};

	abstract void write(CheckResult result, Surroundings surroundings);

	/** Writes what several projects have given. */
	void writeEach(List<CheckResult> results, Surroundings surroundings) {
		results.forEach((result) -> write(result, surroundings));
	}

	private static String text(Problem problem) {
		return Terminal.clean(problem.message() + "\n" + problem.action());
	}

	private static String uri(String path) {
		try {
			return new java.net.URI(null, null, path, null).toASCIIString();
		}
		catch (java.net.URISyntaxException ex) {
			return path;
		}
	}

	/** What stands before a path of the project, seen from the root of the repository. */
	private static String prefix(CheckResult result, Surroundings surroundings) {
		return surroundings.variable("GITHUB_WORKSPACE")
			.or(() -> surroundings.variable("CI_PROJECT_DIR"))
			.map(Path::of)
			.filter((workspace) -> workspace.isAbsolute() && result.root().startsWith(workspace))
			.map((workspace) -> Paths.below(workspace, result.root()))
			.orElseGet(() -> Paths.below(surroundings.directory(), result.root()));
	}

}
