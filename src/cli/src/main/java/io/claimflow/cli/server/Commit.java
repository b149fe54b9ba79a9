package io.claimflow.cli.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.claimflow.cli.terminal.Surroundings;

/**
 * The commit that a project is at, as its git says, or the CI system.
 *
 * @param id the identifier of the commit
 * @param author who wrote it
 * @param changed whether files of the project differ from it
 */
record Commit(String id, String author, boolean changed) {

	/** Nobody knows. */
	static final Commit NONE = new Commit("", "", false);

	private static final int SECONDS = 10;

	private static final int OUTPUT = 64 * 1024;

	static Optional<Commit> of(Surroundings surroundings, Path folder) {
		Optional<Path> git = git(surroundings);
		if (git.isPresent()) {
			Optional<String> log = run(git.get(), surroundings, folder, "log", "-1", "--format=%H%n%an");
			if (log.isPresent() && !log.get().isBlank()) {
				List<String> lines = log.get().lines().toList();
				boolean changed = !run(git.get(), surroundings, folder, "status", "--porcelain", "--", ".").orElse("")
					.isBlank();
				return Optional
					.of(new Commit(lines.get(0).strip(), (lines.size() > 1) ? lines.get(1).strip() : "", changed));
			}
		}
		return surroundings.variable("GITHUB_SHA")
			.or(() -> surroundings.variable("CI_COMMIT_SHA"))
			.map((id) -> new Commit(id, "", false));
	}

	private static Optional<Path> git(Surroundings surroundings) {
		String path = surroundings.variable("PATH").or(() -> surroundings.variable("Path")).orElse("");
		return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
			.filter((folder) -> !folder.isBlank())
			.flatMap((folder) -> Stream.of("git", "git.exe").map((name) -> Path.of(folder, name)))
			.filter(Files::isExecutable)
			.findFirst();
	}

	private static Optional<String> run(Path git, Surroundings surroundings, Path folder, String... arguments) {
		List<String> command = new ArrayList<>(List.of(git.toString(), "-C", folder.toString()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
		builder.environment().clear();
		builder.environment().putAll(surroundings.environment());
		try {
			Process process = builder.start();
			try {
				process.getOutputStream().close();
				String output = new String(process.getInputStream().readNBytes(OUTPUT), StandardCharsets.UTF_8);
				return (process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) ? Optional.of(output)
						: Optional.empty();
			}
			finally {
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			return Optional.empty();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
	}

}
