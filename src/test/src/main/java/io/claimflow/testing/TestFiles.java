package io.claimflow.testing;

import java.util.List;

import io.claimflow.project.Project;

/**
 * Which files of a project are tests.
 */
final class TestFiles {

	private TestFiles() {
	}

	static List<String> of(Project project) {
		return project.files()
			.keySet()
			.stream()
			.filter((file) -> Project.isTest(file) && !file.endsWith(".json"))
			.sorted()
			.toList();
	}

}
