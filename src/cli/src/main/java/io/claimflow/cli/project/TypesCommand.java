package io.claimflow.cli.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.claimflow.cli.file.WholeFile;
import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.testing.TestTypings;
import io.claimflow.typings.Typings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the types of workflows. */
@Command(name = "types", description = { "Write the types of workflows and tests for editors and tsc.",
		"Write them again after an update: with --check, a build says when that is due." })
public final class TypesCommand implements Callable<Integer> {

	static final String FOLDER = "types";

	private final Surroundings surroundings;

	@Mixin
	private final ProjectOptions project = new ProjectOptions();

	@Parameters(arity = "0..1", paramLabel = "DIR",
			description = "Folder to write to. By default, " + FOLDER + " beside kinde.json.")
	private @Nullable String folder;

	@Option(names = "--check", description = "Write nothing; fail if the types there are not those of this version.")
	private boolean check;

	TypesCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		Path target = (this.folder != null) ? this.surroundings.path(this.folder)
				: AuthorProject.find(this.surroundings, this.project).root().resolve(FOLDER);
		List<String> changed = write(target, this.check);
		if (this.check && !changed.isEmpty()) {
			throw Failure.ofProject("The types in " + this.surroundings.shown(target)
					+ " are not those of this version: " + String.join(", ", changed),
					"Write them again with claimflow types.");
		}
		this.surroundings.terminal()
			.line(changed.isEmpty() ? "The types in " + this.surroundings.shown(target) + " are those of this version."
					: "The types are in " + this.surroundings.shown(target)
							+ ". Let tsconfig.json extend the one there, and include the folder.");
		return ExitCode.FINE;
	}

	/**
	 * Writes those files of the types that differ.
	 * @param target the folder to write to
	 * @param dry whether to write nothing
	 * @return their names
	 */
	private static List<String> write(Path target, boolean dry) {
		List<String> changed = new ArrayList<>();
		files().forEach((name, content) -> {
			Path file = target.resolve(name);
			if (!isSame(file, content)) {
				changed.add(name);
				if (!dry) {
					WholeFile.write(file, content);
				}
			}
		});
		return changed;
	}

	private static boolean isSame(Path file, byte[] content) {
		try {
			return Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), content);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** The files of the types by their names, relative to the folder. */
	static Map<String, byte[]> files() {
		try {
			Path folder = Files.createTempDirectory("claimflow-types");
			try {
				Typings.write(folder);
				TestTypings.write(folder);
				return read(folder);
			}
			finally {
				remove(folder);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, byte[]> read(Path folder) throws IOException {
		Map<String, byte[]> files = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(folder)) {
			for (Path file : paths.filter(Files::isRegularFile).toList()) {
				files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
			}
		}
		return files;
	}

	private static void remove(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

}
