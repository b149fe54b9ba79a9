package io.claimflow.testing;

import java.util.List;

/**
 * Is told of tests while they run, one thing at a time, on any thread.
 */
public interface TestListener {

	/** A file is about to be loaded. */
	default void began(String file) {
	}

	/** Something came of a test, or of a file that could not be loaded. */
	default void ended(TestResult result) {
	}

	/** All of a file has run. Of a file that could not be loaded, there is one result. */
	default void finished(String file, List<TestResult> results) {
	}

	/** A file does not run again: what came of it before is as good. */
	default void unchanged(String file, List<TestResult> results) {
	}

	/** Snapshots of a test file were written. */
	default void snapshots(String file, int written) {
	}

}
