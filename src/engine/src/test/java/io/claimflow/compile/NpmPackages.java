package io.claimflow.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * npm packages in a folder, as npm installs them.
 */
public final class NpmPackages {

	private static final Pattern NO_REGISTRY = Pattern
		.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED");

	private NpmPackages() {
	}

	/** Installs packages, or skips the tests where there is no npm or no registry. */
	public static void install(Path root, List<String> packages) throws IOException, InterruptedException {
		Files.writeString(root.resolve("package.json"), "{ \"private\": true }");
		Path log = root.resolve("npm.log");
		List<String> command = new ArrayList<>(
				List.of("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"));
		command.addAll(packages);
		Process npm = null;
		try {
			npm = new ProcessBuilder(command).directory(root.toFile())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
		}
		catch (IOException ex) {
			abort("There is no npm on the PATH to install packages with");
		}
		assertThat(npm.waitFor(5, TimeUnit.MINUTES)).isTrue();
		String said = Files.readString(log);
		assumeFalse(npm.exitValue() != 0 && NO_REGISTRY.matcher(said).find(), "npm reaches no registry");
		assertThat(npm.exitValue()).as(said).isZero();
	}

}
