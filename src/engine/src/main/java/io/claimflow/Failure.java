package io.claimflow;

import java.util.List;
import java.util.Optional;

/**
 * Why a run failed. For operators and authors: a client never sees it.
 *
 * @param kind what went wrong
 * @param message what was found, secrets masked
 * @param location where in the author's source, if known
 * @param stack the frames in the author's source, innermost first
 */
public record Failure(Kind kind, String message, Optional<SourceLocation> location, List<StackFrame> stack) {

	public Failure {
		stack = List.copyOf(stack);
	}

	/** What went wrong. */
	public enum Kind {

		/** The workflow threw, or its promise was rejected. */
		EXCEPTION,
		/** The deadline passed. */
		DEADLINE,
		/** The run computed for longer than it may. */
		CPU_TIME,
		/** The run allocated more than it may, or more than there is. */
		MEMORY,
		/** The run executed more statements than it may. */
		STATEMENTS,
		/** Too many runs were under way, so this one did not begin. */
		OVERLOAD,
		/** The workflow is suspended, so the run did not begin. */
		SUSPENDED,
		/** The promise of the workflow can never settle. */
		NEVER_SETTLES,
		/** A claim has a value that JSON cannot express. */
		CLAIM_VALUE,
		/** The custom claims of a token are larger than the limit. */
		TOKEN_SIZE,
		/** The engine itself failed. */
		INTERNAL

	}

	/**
	 * A frame of the author's source.
	 *
	 * @param function the function's name, {@code <anonymous>} if it has none
	 * @param location where in the source
	 */
	public record StackFrame(String function, SourceLocation location) {

		@Override
		public String toString() {
			return this.function + " (" + this.location + ")";
		}

	}

}
