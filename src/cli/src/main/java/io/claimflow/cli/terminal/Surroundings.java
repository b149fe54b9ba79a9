package io.claimflow.cli.terminal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command is run with.
 *
 * @param directory the working directory, absolute
 * @param environment the environment variables
 * @param terminal where it answers
 */
public record Surroundings(Path directory, Map<String, String> environment, Terminal terminal) {

	public Surroundings {
		environment = Map.copyOf(environment);
	}

	/** The value of an environment variable, or empty if it is not set, or blank. */
	public Optional<String> variable(String name) {
		return Optional.ofNullable(this.environment.get(name)).filter((value) -> !value.isBlank());
	}

	/**
	 * The path that somebody wrote.
	 * @throws Failure if it is none
	 */
	public Path path(String written) {
		try {
			return this.directory.resolve(written).normalize();
		}
		catch (InvalidPathException ex) {
			throw Failure.ofUsage("\"" + written + "\" is no path", "Name a file or a folder.");
		}
	}

	/** A path as it is shown: relative to the working directory if it is below it. */
	public String shown(Path path) {
		if (path.equals(this.directory)) {
			return ".";
		}
		return (path.startsWith(this.directory) ? this.directory.relativize(path) : path).toString();
	}

}
