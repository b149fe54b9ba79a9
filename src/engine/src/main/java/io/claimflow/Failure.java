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
 * @param excerpt the lines of the author's source around the place, each with its number
 * and the one of the place with a caret below it; empty if there is no place
 * @param causes what the thrown error says that it comes from
 */
public record Failure(Kind kind, String message, Optional<SourceLocation> location, List<StackFrame> stack,
		List<String> excerpt, List<Cause> causes) {

	public Failure {
		stack = List.copyOf(stack);
		excerpt = List.copyOf(excerpt);
		causes = List.copyOf(causes);
	}

	/** A failure that has no place in the author's source. */
	public Failure(Kind kind, String message) {
		this(kind, message, Optional.empty(), List.of(), List.of(), List.of());
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
	 * An error that another one names as what it comes from.
	 *
	 * @param relation the property of the other error that holds it: {@code cause}, or
	 * {@code errors[0]} and on of an {@code AggregateError}
	 * @param message its message, secrets masked
	 * @param stack the frames in the author's source, innermost first
	 * @param causes what it comes from itself
	 */
	public record Cause(String relation, String message, List<StackFrame> stack, List<Cause> causes) {

		public Cause {
			stack = List.copyOf(stack);
			causes = List.copyOf(causes);
		}

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
