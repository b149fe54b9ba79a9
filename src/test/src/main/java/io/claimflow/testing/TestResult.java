package io.claimflow.testing;

import java.time.Duration;
import java.util.List;

import io.claimflow.LogLine;

/**
 * What came of a test.
 */
public sealed interface TestResult {

	/** The test. */
	TestCase test();

	/**
	 * The test passed.
	 *
	 * @param test the test
	 * @param duration the time that it took
	 * @param log what it logged itself
	 */
	record Passed(TestCase test, Duration duration, List<LogLine> log) implements TestResult {

		public Passed {
			log = List.copyOf(log);
		}

	}

	/**
	 * The test failed, or its file could not be loaded.
	 *
	 * @param test the test, or the file as a whole
	 * @param duration the time that it took
	 * @param failure why
	 */
	record Failed(TestCase test, Duration duration, TestFailure failure) implements TestResult {

	}

	/**
	 * The test was not run: it says so itself, or another one says that it alone is to
	 * run.
	 *
	 * @param test the test
	 */
	record Skipped(TestCase test) implements TestResult {

	}

}
