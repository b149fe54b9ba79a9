package io.claimflow.testing;

import java.util.List;
import java.util.regex.Pattern;

import io.claimflow.project.Project;

/**
 * Which files of a project are tests.
 */
final class TestFiles {

	private static final Pattern TEST = Pattern.compile("(?:.*/)?[^/]+\\.test\\.(?:ts|js|tsx|jsx|mts|mjs)",
			Pattern.DOTALL);

	private TestFiles() {
	}

	static boolean isTest(String file) {
		return TEST.matcher(file).matches();
	}

	static List<String> of(Project project) {
		return project.files().keySet().stream().filter(TestFiles::isTest).sorted().toList();
	}

}
