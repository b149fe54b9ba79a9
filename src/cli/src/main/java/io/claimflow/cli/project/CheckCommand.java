package io.claimflow.cli.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.claimflow.InvalidProjectException;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.Use;
import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Progress;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks a project. */
@Command(name = "check",
		description = { "Compile and load everything, as a server does, and check types.",
				"Types are checked with the project's own tsc, if it is installed. Each problem and warning has file,"
						+ " line, column and what to do." })
public final class CheckCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Mixin
	private final ProjectOptions project = new ProjectOptions();

	@Option(names = { "-f", "--format" }, paramLabel = "FORMAT",
			description = "How to write what was found: ${COMPLETION-CANDIDATES}. By default, ${DEFAULT-VALUE}.")
	private CheckFormat format = CheckFormat.text;

	@Option(names = "--json", description = "As --format json.")
	private boolean json;

	@Option(names = "--no-types", description = "Leave types alone.")
	private boolean noTypes;

	@Option(names = "--strict", description = "Let warnings fail the check, too.")
	private boolean strict;

	@Option(names = "--each",
			description = "Check each project below the folder, and say how many a server would load.")
	private boolean each;

	CheckCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		CheckFormat written = this.json ? CheckFormat.json : this.format;
		List<CheckResult> results;
		if (this.each) {
			results = AuthorProject.findEach(this.surroundings, this.project).stream().map(this::checkOne).toList();
			written.writeEach(results, this.surroundings);
		}
		else {
			results = List.of(check(AuthorProject.find(this.surroundings, this.project)));
			written.write(results.get(0), this.surroundings);
		}
		results.stream()
			.flatMap((result) -> result.typesSkipped().stream())
			.distinct()
			.forEach((reason) -> this.surroundings.terminal().note("Types were not checked: " + reason));
		boolean fine = results.stream()
			.allMatch((result) -> this.strict ? result.findings().isEmpty() : result.errors().findAny().isEmpty());
		return fine ? ExitCode.FINE : ExitCode.PROJECT;
	}

	/** One of several, which go on whatever is wrong with it. */
	private CheckResult checkOne(Path root) {
		try {
			return check(AuthorProject.in(root));
		}
		catch (Failure ex) {
			Problem problem = new Problem(null, ex.found(), ex.action(), null);
			return new CheckResult(root, List.of(), List.of(), List.of(Finding.of(problem)), Optional.empty());
		}
	}

	private CheckResult check(AuthorProject found) {
		List<Finding> findings = new ArrayList<>();
		List<String> workflows = List.of();
		List<String> variables = List.of();
		try (Progress progress = this.surroundings.terminal().progress("Checking");
				WorkflowEngine engine = WorkflowEngine.builder().triggers(found.triggers()).build()) {
			Project read = found.read();
			workflows = read.workflowFiles();
			Artifact artifact = engine.build(read);
			artifact.warnings().stream().map(Finding::of).forEach(findings::add);
			variables = variables(artifact);
		}
		catch (InvalidProjectException ex) {
			Stream.of(ex.problems(), ex.warnings()).flatMap(List::stream).map(Finding::of).forEach(findings::add);
		}
		TypeCheck.Result types = this.noTypes ? TypeCheck.Result.skipped("--no-types")
				: new TypeCheck(this.surroundings, found.root()).check();
		findings.addAll(types.findings());
		findings.sort(Comparator.comparing(CheckCommand::file));
		return new CheckResult(found.root(), workflows, variables, List.copyOf(findings),
				this.noTypes ? Optional.empty() : types.skipped());
	}

	private static String file(Finding finding) {
		SourceLocation location = finding.problem().location();
		return (location != null) ? location.file() : "";
	}

	private static List<String> variables(Artifact artifact) {
		return artifact.programs()
			.stream()
			.flatMap((program) -> program.uses().stream())
			.filter((use) -> use.kind() == Use.Kind.VARIABLE)
			.map(Use::name)
			.distinct()
			.sorted()
			.toList();
	}

}
