package io.claimflow.cli.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.claimflow.Effect;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Progress;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import io.claimflow.artifact.Artifact;
import io.claimflow.engine.Inspection;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import io.claimflow.project.ProjectReader;
import io.claimflow.testing.TestProject;

/**
 * The project that a command works on: the folder of the closest <code>kinde.json</code>.
 *
 * @param root the folder, absolute
 * @param settings what its <code>package.json</code> says of it
 */
public record AuthorProject(Path root, PackageSettings settings) {

	static final String KINDE_JSON = "kinde.json";

	private static final int SHOWN = 5;

	private static final int DEPTH = 3;

	private static final Set<String> IGNORED = Set.of("node_modules", ".git");

	/**
	 * Finds the project.
	 * @throws Failure if there is none
	 */
	public static AuthorProject find(Surroundings surroundings, ProjectOptions options) {
		Path start = surroundings.path(options.folder());
		if (!Files.isDirectory(start)) {
			throw Failure.ofUsage(surroundings.shown(start) + " is no folder", "Name the folder of a project.");
		}
		return above(start).orElseThrow(() -> noProject(surroundings, start));
	}

	/**
	 * Finds the folders of all projects below one, but for those in another project.
	 * @throws Failure if there is none
	 */
	static List<Path> findEach(Surroundings surroundings, ProjectOptions options) {
		Path start = surroundings.path(options.folder());
		List<Path> below = Files.isDirectory(start) ? below(start, Integer.MAX_VALUE) : List.of();
		if (below.isEmpty()) {
			throw Failure.ofUsage("There is no project below " + start,
					"A project is a folder with a " + KINDE_JSON + " in it.");
		}
		return below;
	}

	static AuthorProject in(Path root) {
		return new AuthorProject(root, PackageSettings.read(root));
	}

	/** The project of the working directory, if there is one. */
	public static Optional<AuthorProject> find(Surroundings surroundings) {
		return above(surroundings.directory());
	}

	private static Optional<AuthorProject> above(Path start) {
		for (Path folder = start; folder != null; folder = folder.getParent()) {
			if (Files.isRegularFile(folder.resolve(KINDE_JSON))) {
				return Optional.of(in(folder));
			}
		}
		return Optional.empty();
	}

	private static Failure noProject(Surroundings surroundings, Path start) {
		// What somebody may have meant
		List<String> below = below(start, DEPTH).stream().map(surroundings::shown).toList();
		String found = "There is no project here: no " + KINDE_JSON + " in " + start + ", nor above it";
		if (below.isEmpty()) {
			return Failure.ofUsage(found, "Begin one with claimflow init, or name its folder with --project.");
		}
		String names = below.stream().limit(SHOWN).collect(Collectors.joining(", "))
				+ ((below.size() > SHOWN) ? ", …" : "");
		return Failure.ofUsage(
				found + ". Below it, there " + ((below.size() == 1) ? "is one" : "are " + below.size()) + ": " + names,
				"Name the one you mean: --project " + below.get(0));
	}

	private static List<Path> below(Path start, int depth) {
		List<Path> projects = new ArrayList<>();
		try {
			Files.walkFileTree(start, Set.of(), depth, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
					if (IGNORED.contains(String.valueOf(folder.getFileName()))) {
						return FileVisitResult.SKIP_SUBTREE;
					}
					if (!Files.isRegularFile(folder.resolve(KINDE_JSON))) {
						return FileVisitResult.CONTINUE;
					}
					projects.add(folder.normalize());
					return FileVisitResult.SKIP_SUBTREE;
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException ex) {
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		projects.sort(null);
		return projects;
	}

	/**
	 * Reads the files of the project.
	 * @throws InvalidProjectException if they cannot be read
	 */
	public Project read() throws InvalidProjectException {
		return new ProjectReader(Limits.defaults(), AuthorProject.class.getClassLoader()).read(this.root.toString());
	}

	/**
	 * The triggers that its workflows can have: the built-in ones, and its server's own.
	 */
	public Set<Trigger> triggers() {
		Set<Trigger> triggers = new LinkedHashSet<>(Trigger.builtIn());
		Set<Class<? extends Effect>> effects = Trigger.builtIn()
			.stream()
			.flatMap((trigger) -> trigger.effects().stream())
			.collect(Collectors.toSet());
		this.settings.triggers().forEach((id) -> triggers.add(new Trigger(id, Set.of(TokenType.values()), effects)));
		return triggers;
	}

	/**
	 * Builds the project, and says what goes on.
	 * @throws Failure if it has problems, once they are written
	 */
	public Artifact build(Surroundings surroundings) {
		try (Progress progress = surroundings.terminal().progress("Building");
				WorkflowEngine engine = WorkflowEngine.builder().triggers(triggers()).build()) {
			return engine.build(read());
		}
		catch (InvalidProjectException ex) {
			throw refused(surroundings, ex);
		}
	}

	/**
	 * Loads the project to run its workflows, and says what goes on.
	 * @throws Failure if it has problems, once they are written
	 */
	public TestProject load(Surroundings surroundings) {
		return load(surroundings, TestProject.builder());
	}

	/**
	 * Loads the project to run its tests, and says what goes on.
	 * @throws Failure if it has problems, once they are written
	 */
	public TestProject loadToTest(Surroundings surroundings) {
		return load(surroundings, TestProject.builder().tests());
	}

	/**
	 * Loads the project to tell how much of it its tests execute.
	 * @throws Failure if it has problems, once they are written
	 */
	public TestProject loadToCover(Surroundings surroundings) {
		return load(surroundings, TestProject.builder().tests().coverage());
	}

	/**
	 * Loads the project once a debugger is there, and says how one gets there.
	 * @param port the port, or 0 for any that is free
	 * @throws Failure if it has problems, once they are written
	 */
	public TestProject loadToInspect(Surroundings surroundings, int port) {
		Terminal terminal = surroundings.terminal();
		try {
			return load(surroundings, TestProject.builder().inspection(new Inspection(port, this.root, (address) -> {
				terminal.note("A debugger can attach at " + address);
				terminal.note(
						"  Chrome: devtools://devtools/bundled/js_app.html?ws=" + address.substring("ws://".length()));
				terminal.note("It goes on when one is there, and stops at the first statement of a file.");
			})));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw Failure.ofUsage("No debugger can attach: " + ex.getMessage(), "Name another port: --inspect=9230.");
		}
	}

	private TestProject load(Surroundings surroundings, TestProject.Builder builder) {
		try (Progress progress = surroundings.terminal().progress("Loading")) {
			return builder.triggers(triggers()).load(read());
		}
		catch (InvalidProjectException ex) {
			throw refused(surroundings, ex);
		}
	}

	/** Writes the problems of the project, and makes the failure that they are. */
	public Failure refused(Surroundings surroundings, InvalidProjectException problems) {
		List<Finding> findings = problems.problems().stream().map(Finding::of).toList();
		FindingText text = new FindingText(surroundings, this.root);
		findings.forEach((finding) -> surroundings.terminal().note(text.of(finding)));
		return Failure
			.ofProject("The project has " + Finding.count(findings.size(), "problem"),
					"Mend them; claimflow check shows them again.")
			.with("problems", findings.stream().map(Finding::toJson).toList());
	}

}
