package io.claimflow.artifact;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import org.jspecify.annotations.Nullable;

/**
 * Something that code of the author's uses without declaring it.
 *
 * @param kind the kind of thing that is used
 * @param name its name
 * @param location where it is used first in the file
 * @param sourceLine the line of source at the location, or null if there is none
 */
public record Use(Kind kind, String name, SourceLocation location, @Nullable String sourceLine) {

	public Use {
		name = WellFormed.text(name);
	}

	/**
	 * A problem with the use, shown with its line of source.
	 * @param message what is wrong
	 * @param action what to do
	 */
	public Problem problem(String message, String action) {
		return new Problem(this.location, message, action, this.sourceLine);
	}

	/** A kind of thing that is used. */
	public enum Kind {

		/** A function or value that {@code @kinde/infrastructure} exports. */
		LIBRARY,
		/**
		 * A member of the library as a whole ({@code import * as}) that it does not
		 * export.
		 */
		UNKNOWN_EXPORT,
		/** A member of the global {@code kinde}. */
		KINDE,
		/**
		 * A member of a binding, or of {@code kinde}, with what it is a member of:
		 * {@code kinde.env.get}.
		 */
		MEMBER,
		/** A member of the same kind without which the code fails where it is used. */
		NEEDED_MEMBER,
		/**
		 * A variable of {@code kinde.env} whose name is written where it is read.
		 */
		VARIABLE,
		/** A member of the library's {@code WorkflowTrigger}. */
		TRIGGER,
		/**
		 * A type that is imported from {@code @kinde/infrastructure} and that the library
		 * does not export.
		 */
		UNKNOWN_TYPE,
		/**
		 * A variable that no code of the file declares, and that it does not test for.
		 */
		GLOBAL,
		/** A function that makes code from text: {@code eval} or {@code new Function}. */
		CODE

	}

}
