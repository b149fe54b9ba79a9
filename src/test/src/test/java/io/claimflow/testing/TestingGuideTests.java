package io.claimflow.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the samples of pages: the workflow, and the tests of it.
 */
class TestingGuideTests {

	private static final Pattern SAMPLE = Pattern.compile("(?s)```(?:ts|typescript)\\n// (\\S+)\\n(.*?)```");

	@Test
	void theTestOfTheFirstPagePasses() throws Exception {
		assertThat(passed("README.md")).isEqualTo(1);
	}

	@Test
	void theTestsOfTheGuidePass() throws Exception {
		assertThat(passed("docs/testing.md")).isEqualTo(7);
	}

	private static int passed(String page) throws Exception {
		List<String> files = new ArrayList<>(
				List.of("kinde.json", "{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\" }"));
		SAMPLE.matcher(Files.readString(Path.of("../..", page))).results().forEach((sample) -> {
			files.add(sample.group(1));
			files.add(sample.group(2));
		});
		try (TestProject project = Samples.load(Samples.project(files.toArray(String[]::new)))) {
			TestReport report = ProjectTests.of(project).run();
			assertThat(report.failed()).map((failed) -> failed.failure().text()).isEmpty();
			return report.passed().size();
		}
	}

}
