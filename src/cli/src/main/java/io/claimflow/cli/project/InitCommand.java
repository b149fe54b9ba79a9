package io.claimflow.cli.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.claimflow.Trigger;
import io.claimflow.cli.file.WholeFile;
import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Begins a project. */
@Command(name = "init", description = {
		"Begin a project that works: one workflow, a test of it, types, settings of editors, and a file for CI.",
		"Files that are there already stay as they are." })
public final class InitCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = ".",
			description = "Folder of the project. By default, the working directory.")
	private String folder = ".";

	@Option(names = { "-t", "--trigger" }, paramLabel = "TRIGGER", completionCandidates = Triggers.class,
			description = "Trigger of the workflow. By default, ${DEFAULT-VALUE}. There are: ${COMPLETION-CANDIDATES}.")
	private String trigger = Trigger.USER_TOKENS_GENERATION.id();

	@Option(names = "--ci", paramLabel = "CI",
			description = "System to write a file for: ${COMPLETION-CANDIDATES}. By default, ${DEFAULT-VALUE}.")
	private Ci ci = Ci.github;

	@Option(names = "--json", description = "Answer with JSON.")
	private boolean json;

	InitCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		Path root = this.surroundings.path(this.folder);
		if (Files.exists(root.resolve(AuthorProject.KINDE_JSON))) {
			throw Failure.ofUsage("There is a project already: " + root.resolve(AuthorProject.KINDE_JSON),
					"Name another folder, or go on with claimflow check.");
		}
		if (Files.exists(root) && !Files.isDirectory(root)) {
			throw Failure.ofUsage(root + " is no folder", "Name another one.");
		}
		Scaffold scaffold = new Scaffold(root,
				Scaffold.WORKFLOWS.keySet()
					.stream()
					.filter((id) -> id.equals(this.trigger))
					.findFirst()
					.orElseThrow(() -> Failure.ofUsage("There is no trigger \"" + this.trigger + "\"",
							"Name one of " + String.join(", ", Scaffold.WORKFLOWS.keySet()) + ".")));
		List<String> written = new ArrayList<>();
		List<String> kept = new ArrayList<>();
		Ci asked = repositoryAbove(root) ? Ci.none : this.ci;
		// What makes it a project comes last, so an init that was interrupted can be run
		// again.
		scaffold.files(asked).forEach((name, content) -> {
			Path file = root.resolve(name);
			if (Files.exists(file)) {
				kept.add(name);
			}
			else {
				WholeFile.write(file, content);
				written.add(name);
			}
		});
		answer(root, written, kept, asked);
		return ExitCode.FINE;
	}

	private void answer(Path root, List<String> written, List<String> kept, Ci asked) {
		Terminal terminal = this.surroundings.terminal();
		if (this.json) {
			terminal.json(Map.of("project", root.toString(), "written", written, "kept", kept));
			return;
		}
		written.forEach((file) -> terminal.line("  " + file));
		kept.forEach((file) -> terminal.line("  " + file + " is there already, and stays as it is"));
		if (asked != this.ci) {
			terminal.line("The folder is part of a repository: the file for " + this.ci + " is left out.");
		}
		String enter = root.equals(this.surroundings.directory()) ? "" : "cd " + this.surroundings.shown(root) + " && ";
		terminal.line("The project is there. Go on with: " + enter + "claimflow test");
	}

	/** CI systems read their files at the root of the repository alone. */
	private static boolean repositoryAbove(Path root) {
		for (Path folder = root.getParent(); folder != null; folder = folder.getParent()) {
			if (Files.exists(folder.resolve(".git"))) {
				return !Files.exists(root.resolve(".git"));
			}
		}
		return false;
	}

	/** A CI system. */
	enum Ci {

		github, gitlab, none

	}

	/** The triggers that there is a workflow for. */
	static final class Triggers implements Iterable<String> {

		@Override
		public Iterator<String> iterator() {
			return Scaffold.WORKFLOWS.keySet().iterator();
		}

	}

}
