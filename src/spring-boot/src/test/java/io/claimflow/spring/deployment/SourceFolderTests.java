package io.claimflow.spring.deployment;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for where a project is read from while it is edited.
 */
class SourceFolderTests {

	@TempDir
	Path application;

	private String of(String location, String output) throws IOException {
		URL classes = this.application.resolve(output).toUri().toURL();
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { classes }, null)) {
			return SourceFolder.of(location, classLoader);
		}
	}

	private Path project(String folder) throws IOException {
		Path project = Files.createDirectories(this.application.resolve(folder));
		Files.writeString(project.resolve("kinde.json"), "{}");
		return project;
	}

	@ParameterizedTest
	@CsvSource({ "target/classes, classpath:workflows, workflows",
			"target/classes, classpath:/auth/workflows, auth/workflows",
			"build/resources/main, classpath:/workflows, workflows" })
	void aCopyOnTheClasspathIsReadFromItsSource(String output, String location, String name) throws IOException {
		project(output + "/" + name);
		Path source = project("src/main/resources/" + name);
		assertThat(of(location, output)).isEqualTo(source.toUri().toString());
	}

	@Test
	void whatHasNoSourceIsReadFromWhereItIs() throws IOException {
		project("target/classes/workflows");
		assertThat(of("classpath:workflows", "target/classes")).isEqualTo("classpath:workflows");
		assertThat(of("classpath:none", "target/classes")).isEqualTo("classpath:none");
		assertThat(of("file:/srv/auth/workflows", "target/classes")).isEqualTo("file:/srv/auth/workflows");
	}

}
