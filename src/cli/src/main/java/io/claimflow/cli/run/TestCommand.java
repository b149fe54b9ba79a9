package io.claimflow.cli.run;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import io.claimflow.cli.file.WholeFile;
import io.claimflow.cli.project.AuthorProject;
import io.claimflow.cli.project.ProjectOptions;
import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.testing.ProjectTests;
import io.claimflow.testing.SnapshotMode;
import io.claimflow.testing.TestCase;
import io.claimflow.testing.TestHistory;
import io.claimflow.testing.TestProject;
import io.claimflow.testing.TestReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the tests of a project. */
@Command(name = "test", description = { "Run the tests of the project: its files *.test.ts and *.test.js.",
		"Workflows run in them on the engine and with the limits of a server." })
public final class TestCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Mixin
	private final ProjectOptions project = new ProjectOptions();

	@Parameters(arity = "0..*", paramLabel = "FILE", description = "Part of the name of a test file. By default, all.")
	private List<String> files = List.of();

	@Option(names = { "-t", "--filter" }, paramLabel = "TEXT", defaultValue = "",
			description = "Run only the tests whose name, with that of their groups, has this text.")
	private String filter = "";

	@Option(names = { "-w", "--watch" }, description = "Run them again whenever a file is saved.")
	private boolean watch;

	@Option(names = { "-u", "--update" },
			description = "Take values as they are now for snapshots. Those that are missing are written in any case, but not where the variable CI is set.")
	private boolean update;

	@Option(names = "--reporter", paramLabel = "REPORTER",
			description = "How to report: ${COMPLETION-CANDIDATES}. By default, ${DEFAULT-VALUE}.")
	private TestReporter reporter = TestReporter.terminal;

	@Option(names = "--json", description = "As --reporter json.")
	private boolean json;

	@Option(names = { "-o", "--output" }, paramLabel = "FILE",
			description = "With the reporters junit and json: write the report to a file, and show the results as text.")
	private @Nullable String output;

	@Option(names = "--coverage",
			description = "Tell which lines and functions of the project the tests execute. Not with --watch. Tests are slower then.")
	private boolean coverage;

	@Option(names = "--coverage-lcov", paramLabel = "FILE",
			description = "Where to write the coverage in the form of lcov, which editors and CI systems read. By default, coverage/lcov.info in the project. Implies --coverage.")
	private @Nullable String lcov;

	@Option(names = "--inspect", arity = "0..1", paramLabel = "PORT", fallbackValue = "0",
			description = "Wait for a debugger, such as Chrome's or VS Code's, which stops in the TypeScript. By default, any free port. Tests have no limits of time, and run one after the other. Not with --watch or --coverage.")
	private @Nullable Integer inspect;

	private final TestHistory history = new TestHistory();

	TestCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		AuthorProject found = AuthorProject.find(this.surroundings, this.project);
		boolean covered = this.coverage || this.lcov != null;
		if (this.watch && covered) {
			throw Failure.ofUsage("--coverage is of one run of all tests, and --watch runs them again and again",
					"Leave out one of them.");
		}
		if (this.inspect != null && (this.watch || covered)) {
			throw Failure.ofUsage("--inspect is of one run of the tests, and of nothing else",
					"Leave out --watch and --coverage.");
		}
		if (this.inspect != null) {
			try (TestProject loaded = found.loadToInspect(this.surroundings, this.inspect)) {
				return run(loaded, found);
			}
		}
		if (!this.watch) {
			try (TestProject loaded = covered ? found.loadToCover(this.surroundings)
					: found.loadToTest(this.surroundings)) {
				return run(loaded, found);
			}
		}
		new Watch(this.surroundings, found).run((loaded) -> run(loaded, found));
		return ExitCode.FINE;
	}

	private int run(TestProject loaded, AuthorProject found) {
		ProjectTests tests = ProjectTests.of(loaded).snapshots(snapshots());
		if (this.watch) {
			tests = tests.history(this.history);
		}
		List<String> files = tests.files()
			.stream()
			.filter((file) -> this.files.isEmpty() || this.files.stream().anyMatch(file::contains))
			.toList();
		TestReporter chosen = this.json ? TestReporter.json : this.reporter;
		boolean shown = chosen == TestReporter.terminal || this.output != null;
		TestDisplay display = new TestDisplay(this.surroundings.terminal(), files, shown);
		TestReport report;
		try (display) {
			report = tests.run(files, this::isWanted, display);
		}
		if (report.results().isEmpty()) {
			throw Failure.ofProject(
					files.isEmpty() ? "There are no test files" + (this.files.isEmpty() ? "" : " of that name")
							: "No test has that name",
					files.isEmpty() ? "Write one beside a workflow, such as TokenWorkflow.test.ts."
							: "Leave out --filter to see which there are.");
		}
		write(report, chosen);
		if (shown) {
			display.end(report);
		}
		if (!report.coverage().isEmpty()) {
			write(new Coverage(report.coverage()), found, shown);
		}
		display.noteSnapshots();
		return report.isSuccessful() ? ExitCode.FINE : ExitCode.PROJECT;
	}

	private boolean isWanted(TestCase test) {
		return test.name().toLowerCase(Locale.ROOT).contains(this.filter.toLowerCase(Locale.ROOT));
	}

	private SnapshotMode snapshots() {
		if (this.update) {
			return SnapshotMode.UPDATE;
		}
		return this.surroundings.variable("CI").isPresent() ? SnapshotMode.COMPARE : SnapshotMode.ADD;
	}

	/** Writes what programs read. */
	private void write(TestReport report, TestReporter chosen) {
		if (this.output != null && chosen != TestReporter.terminal) {
			WholeFile.write(this.surroundings.path(this.output), chosen.text(report).getBytes(StandardCharsets.UTF_8));
		}
		else {
			this.surroundings.terminal().raw(chosen.text(report));
		}
	}

	private void write(Coverage coverage, AuthorProject found, boolean shown) {
		if (shown) {
			coverage.print(this.surroundings.terminal());
		}
		WholeFile.write(
				(this.lcov != null) ? this.surroundings.path(this.lcov) : found.root().resolve("coverage/lcov.info"),
				coverage.lcov(found.root()).getBytes(StandardCharsets.UTF_8));
	}

}
