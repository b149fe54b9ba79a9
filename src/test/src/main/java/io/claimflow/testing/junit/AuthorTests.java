package io.claimflow.testing.junit;

import java.util.List;
import java.util.stream.Stream;

import io.claimflow.testing.ProjectTests;
import io.claimflow.testing.TestProject;
import io.claimflow.testing.TestResult;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * The tests that authors wrote, as tests of JUnit.
 */
public final class AuthorTests {

	private AuthorTests() {
	}

	/**
	 * The tests of a project, in a container for each file, for a method with
	 * {@code @TestFactory}. They have run when this returns.
	 */
	public static Stream<DynamicNode> of(TestProject project) {
		ProjectTests tests = ProjectTests.of(project);
		List<TestResult> results = tests.run().results();
		return tests.files()
			.stream()
			.map((file) -> DynamicContainer.dynamicContainer(file,
					results.stream()
						.filter((result) -> result.test().file().equals(file))
						.map((result) -> DynamicTest.dynamicTest(result.test().name(), () -> report(result)))));
	}

	private static void report(TestResult result) {
		if (result instanceof TestResult.Failed failed) {
			throw new AssertionFailedError(failed.failure().text());
		}
		if (result instanceof TestResult.Skipped) {
			throw new TestAbortedException(
					"The test says that it is to be skipped, or another one that it alone is to run");
		}
	}

}
