package io.claimflow.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What packages depend on, as their {@code package.json} says.
 */
final class Dependencies {

	/** More is not looked at: it serves a message alone. */
	private static final int PACKAGES = 500;

	private final Path directory;

	/**
	 * Creates a look at packages.
	 * @param directory from where packages are looked for, upward
	 */
	Dependencies(Path directory) {
		this.directory = directory;
	}

	/** Whether a package depends on another, directly or not. */
	boolean reach(String name, String other) {
		Set<String> seen = new HashSet<>(Set.of(name));
		Deque<String> open = new ArrayDeque<>(seen);
		while (!open.isEmpty() && seen.size() < PACKAGES) {
			for (String dependency : of(open.poll())) {
				if (dependency.equals(other)) {
					return true;
				}
				if (seen.add(dependency)) {
					open.add(dependency);
				}
			}
		}
		return false;
	}

	private Set<String> of(String name) {
		for (Path folder = this.directory; folder != null; folder = folder.getParent()) {
			Path file = folder.resolve("node_modules").resolve(name).resolve("package.json");
			if (Files.isRegularFile(file)) {
				return read(file);
			}
		}
		return Set.of();
	}

	private static Set<String> read(Path file) {
		try {
			JsonNode description = JsonMapper.shared().readTree(Files.readString(file));
			Set<String> names = new HashSet<>();
			Stream.of("dependencies", "peerDependencies", "optionalDependencies")
				.forEach((kind) -> names.addAll(description.path(kind).propertyNames()));
			return names;
		}
		catch (IOException | JacksonException ex) {
			return Set.of();
		}
	}

}
