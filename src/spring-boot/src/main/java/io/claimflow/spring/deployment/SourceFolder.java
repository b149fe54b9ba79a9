package io.claimflow.spring.deployment;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.ClassPathResource;

/**
 * Finds the source of a project that a build has copied onto the classpath. What an
 * author saves is there, and in the copy only after the next build.
 */
final class SourceFolder {

	private static final Logger logger = LoggerFactory.getLogger(SourceFolder.class);

	private static final String CLASSPATH = "classpath:";

	/** Where Maven and Gradle have the copy, and whose copy it is. */
	private static final Map<Path, Path> BUILDS = Map.of(Path.of("target", "classes"),
			Path.of("src", "main", "resources"), Path.of("build", "resources", "main"),
			Path.of("src", "main", "resources"));

	private SourceFolder() {
	}

	/**
	 * The location to read a project from while it is edited.
	 * @param location the configured location
	 * @return that of the source if it can be found, and else the configured one
	 */
	static String of(String location, ClassLoader classLoader) {
		if (!location.startsWith(CLASSPATH)) {
			return location;
		}
		ClassPathResource project = new ClassPathResource(location.substring(CLASSPATH.length()), classLoader);
		Path name = Path.of(project.getPath());
		try {
			URL url = new ClassPathResource(project.getPath() + "/kinde.json", classLoader).getURL();
			if (!url.getProtocol().equals("file")) {
				return location;
			}
			Path copy = Path.of(url.toURI()).resolveSibling("");
			for (Map.Entry<Path, Path> build : BUILDS.entrySet()) {
				Path output = build.getKey().resolve(name);
				if (copy.endsWith(output)) {
					Path root = copy.resolve("../".repeat(output.getNameCount())).normalize();
					Path source = root.resolve(build.getValue()).resolve(name);
					if (Files.exists(source.resolve("kinde.json"))) {
						logger.info("The project is read from its source {}, of which {} has a copy", source, location);
						return source.toUri().toString();
					}
				}
			}
			return location;
		}
		catch (IOException | URISyntaxException ex) {
			// Whoever reads the project says that it is not there.
			return location;
		}
	}

}
