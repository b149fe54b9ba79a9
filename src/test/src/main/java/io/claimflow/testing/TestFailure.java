package io.claimflow.testing;

import java.util.List;
import java.util.Optional;

import io.claimflow.Failure;
import io.claimflow.LogLine;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;

/**
 * Why a test failed. It is for the author alone: it has what the test compared.
 *
 * @param message what was found
 * @param difference the lines in which what was expected and what there is differ, if
 * they were compared
 * @param location where in the test, if known
 * @param excerpt the lines around the place, each with its number and that of the place
 * with a caret below it
 * @param stack the frames in the author's source, innermost first
 * @param runs the runs of workflows that the test made, in order
 * @param log what the test logged itself
 * @param problems why its file does not compile, if it does not
 */
public record TestFailure(String message, Optional<String> difference, Optional<SourceLocation> location,
		List<String> excerpt, List<Failure.StackFrame> stack, List<TestOutcome> runs, List<LogLine> log,
		List<Problem> problems) {

	public TestFailure {
		excerpt = List.copyOf(excerpt);
		stack = List.copyOf(stack);
		runs = List.copyOf(runs);
		log = List.copyOf(log);
		problems = List.copyOf(problems);
	}

	/** A file that does not compile. */
	static TestFailure of(List<Problem> problems) {
		return new TestFailure(problems.get(0).message(), Optional.empty(),
				Optional.ofNullable(problems.get(0).location()), List.of(), List.of(), List.of(), List.of(), problems);
	}

	/** A failure of which nothing is known but what was found. */
	static TestFailure of(String message) {
		return new TestFailure(message, Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(), List.of(),
				List.of());
	}

	/**
	 * The failure for a terminal: the message, the difference, the place, and of each run
	 * the claims that it changed, its log and its own failure.
	 */
	public String text() {
		return FailureText.of(this);
	}

}
