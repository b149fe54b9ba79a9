package io.claimflow.cli.run;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

import io.claimflow.InvalidProjectException;
import io.claimflow.cli.project.AuthorProject;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import io.claimflow.testing.TestProject;
import org.jspecify.annotations.Nullable;

/**
 * Does something with a project, and again whenever its files change. It looks at them
 * twenty times a second, which works on every file system.
 */
final class Watch {

	private static final long PERIOD = 50;

	private static final Set<String> SKIPPED = Set.of("node_modules", "target", "dist", "build", "coverage");

	private final Surroundings surroundings;

	private final AuthorProject project;

	Watch(Surroundings surroundings, AuthorProject project) {
		this.surroundings = surroundings;
		this.project = project;
	}

	/** Goes on until nobody reads the results, or the thread is interrupted. */
	void run(ToIntFunction<TestProject> action) {
		Terminal terminal = this.surroundings.terminal();
		Map<Path, Long> seen = Map.of();
		@Nullable TestProject loaded = null;
		try {
			while (!terminal.isClosed()) {
				Map<Path, Long> files = files();
				if (!files.equals(seen)) {
					seen = files;
					try {
						loaded = load(loaded);
						action.applyAsInt(loaded);
					}
					catch (Failure ex) {
						terminal.error(ex.found(), ex.action());
					}
					terminal.line(terminal.style(Style.FAINT, "Waiting for a file to be saved. Ctrl-C ends."));
				}
				Thread.sleep(PERIOD);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			if (loaded != null) {
				loaded.close();
			}
		}
	}

	private TestProject load(@Nullable TestProject loaded) {
		try {
			return (loaded != null) ? loaded.reload() : this.project.loadToTest(this.surroundings);
		}
		catch (InvalidProjectException ex) {
			throw this.project.refused(this.surroundings, ex);
		}
	}

	private Map<Path, Long> files() {
		Map<Path, Long> files = new HashMap<>();
		try {
			Files.walkFileTree(this.project.root(), new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
					String name = String.valueOf(folder.getFileName());
					boolean skipped = !folder.equals(Watch.this.project.root())
							&& (SKIPPED.contains(name) || name.startsWith("."));
					return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
					if (file.toString().matches(".*\\.([mc]?[tj]sx?|json)")) {
						files.put(file, attributes.lastModifiedTime().toMillis() * 31 + attributes.size());
					}
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException ex) {
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (IOException ex) {
			// It is as if the folder were empty, and is looked at again.
		}
		return files;
	}

}
