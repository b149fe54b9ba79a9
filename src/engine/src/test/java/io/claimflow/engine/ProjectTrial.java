package io.claimflow.engine;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Problem;
import io.claimflow.project.ProjectReader;

/**
 * A program that loads each project below a folder, as a server does, and lists its
 * problems and warnings. CONTRIBUTING.md says how to start it.
 */
final class ProjectTrial {

	private final PrintStream out;

	private int sound;

	private int rejected;

	private int failing;

	private ProjectTrial(PrintStream out) {
		this.out = out;
	}

	/**
	 * Tries the projects.
	 * @param arguments the folder, which has projects with a <code>kinde.json</code>, or
	 * folders with workflows
	 */
	public static void main(String[] arguments) throws IOException {
		if (arguments.length != 1) {
			System.err.println("Name a folder of projects.");
			System.exit(2);
		}
		System.exit(run(Path.of(arguments[0]), System.out) ? 0 : 1);
	}

	/**
	 * Tries the projects.
	 * @return whether all of them load, without a warning of what is known to fail
	 */
	static boolean run(Path folder, PrintStream out) throws IOException {
		ProjectTrial trial = new ProjectTrial(out);
		ProjectReader reader = new ProjectReader(Limits.defaults(), ProjectTrial.class.getClassLoader());
		for (Path project : projects(folder.toRealPath())) {
			// An engine of its own, so that no project leaves anything to the next
			try (LiveEngine engine = new LiveEngine(WorkflowEngine.builder().build())) {
				trial.show(project, engine, reader);
			}
		}
		out.printf("%d projects load, %d of them with code that is known to fail; %d are rejected%n", trial.sound,
				trial.failing, trial.rejected);
		return trial.rejected == 0 && trial.failing == 0;
	}

	private void show(Path project, LiveEngine engine, ProjectReader reader) {
		try {
			LiveEngine.Deployment deployment = engine.deploy(reader.read(project.toString()));
			boolean fails = deployment.warnings()
				.stream()
				.anyMatch((warning) -> warning.severity() == Problem.Severity.FAILING);
			this.sound++;
			this.failing += fails ? 1 : 0;
			this.out.printf("%s: loads, %d workflows, %d warnings%n", project, deployment.workflows().size(),
					deployment.warnings().size());
			list(deployment.warnings());
		}
		catch (InvalidProjectException ex) {
			this.rejected++;
			this.out.printf("%s: rejected, %d problems%n", project, ex.problems().size());
			list(ex.problems());
		}
	}

	private void list(List<Problem> problems) {
		problems.forEach((problem) -> this.out.println((problem.severity() + " " + problem).indent(2)));
	}

	/** The folders with a kinde.json, or else the folders in it. */
	private static SortedSet<Path> projects(Path folder) throws IOException {
		SortedSet<Path> projects = new TreeSet<>();
		Files.walkFileTree(folder, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
				if (path.endsWith("node_modules") || path.endsWith(".git")) {
					return FileVisitResult.SKIP_SUBTREE;
				}
				if (Files.isRegularFile(path.resolve("kinde.json"))) {
					projects.add(path);
					return FileVisitResult.SKIP_SUBTREE;
				}
				return FileVisitResult.CONTINUE;
			}

		});
		if (projects.isEmpty()) {
			try (Stream<Path> children = Files.list(folder)) {
				children.filter(Files::isDirectory).forEach(projects::add);
			}
		}
		return projects;
	}

}
