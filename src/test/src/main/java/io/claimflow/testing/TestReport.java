package io.claimflow.testing;

import java.time.Duration;
import java.util.List;

/**
 * What came of the tests of a project.
 *
 * @param results what came of each test, file by file and in the order of the files
 * @param duration the time that all took
 */
public record TestReport(List<TestResult> results, Duration duration) {

	public TestReport {
		results = List.copyOf(results);
	}

	/** The tests that failed, and the files that could not be loaded. */
	public List<TestResult.Failed> failed() {
		return of(TestResult.Failed.class);
	}

	/** The tests that passed. */
	public List<TestResult.Passed> passed() {
		return of(TestResult.Passed.class);
	}

	/** The tests that were not run. */
	public List<TestResult.Skipped> skipped() {
		return of(TestResult.Skipped.class);
	}

	/** Whether nothing failed. */
	public boolean isSuccessful() {
		return failed().isEmpty();
	}

	private <R extends TestResult> List<R> of(Class<R> kind) {
		return this.results.stream().filter(kind::isInstance).map(kind::cast).toList();
	}

}
