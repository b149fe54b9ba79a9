package io.claimflow.testing;

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

	/** Snapshots of a test file were written. */
	default void snapshots(String file, int written) {
	}

}
