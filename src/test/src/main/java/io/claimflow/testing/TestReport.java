package io.claimflow.testing;

import java.time.Duration;
import java.util.List;

import io.claimflow.engine.FileCoverage;

/**
 * What came of the tests of a project.
 *
 * @param results what came of each test, file by file and in the order of the files
 * @param duration the time that all took
 * @param coverage how much of the author's code they have executed, file by file; empty
 * if the project was not loaded to tell that
 */
public record TestReport(List<TestResult> results, Duration duration, List<FileCoverage> coverage) {

	public TestReport {
		results = List.copyOf(results);
		coverage = List.copyOf(coverage);
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
