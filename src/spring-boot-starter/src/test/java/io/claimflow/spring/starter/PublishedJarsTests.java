package io.claimflow.spring.starter;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for the jars that an application gets with the starter.
 */
class PublishedJarsTests {

	/** What is on the class path of an application, and the libraries of tests. */
	private final List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
		.map(Path::of)
		.toList();

	@BeforeEach
	void jarsAreThere() {
		assumeTrue(this.classPath.stream().noneMatch((path) -> path.endsWith("target/classes") && Files.exists(path)),
				"Needs the jars of the other modules: mvn verify makes them, and mvn test does not");
	}

	@Test
	void eachSaysTheNameOfItsModule() {
		Set<String> names = this.classPath.stream()
			.filter((path) -> path.getFileName().toString().startsWith("claimflow-"))
			.flatMap((jar) -> ModuleFinder.of(jar).findAll().stream())
			.map((module) -> module.descriptor().name())
			.collect(Collectors.toSet());
		assertThat(names).containsExactlyInAnyOrder("io.claimflow.engine", "io.claimflow.spring");
	}

	@Test
	void noneOfTheirPackagesIsInTwoJars() throws Exception {
		Map<String, List<Path>> jars = new TreeMap<>();
		for (Path path : this.classPath) {
			if (Files.isRegularFile(path)) {
				packages(path).forEach((name) -> jars.computeIfAbsent(name, (key) -> new ArrayList<>()).add(path));
			}
		}
		jars.keySet().removeIf((name) -> !name.startsWith("io/claimflow"));
		assertThat(jars).containsKeys("io/claimflow", "io/claimflow/spring/token");
		assertThat(jars).allSatisfy((name, places) -> assertThat(places).as(name).hasSize(1));
	}

	private static Set<String> packages(Path jar) throws IOException {
		try (JarFile file = new JarFile(jar.toFile())) {
			return file.stream()
				.filter((entry) -> entry.getName().endsWith(".class"))
				.map((entry) -> entry.getName().replaceFirst("/?[^/]+$", ""))
				.collect(Collectors.toSet());
		}
	}

}
