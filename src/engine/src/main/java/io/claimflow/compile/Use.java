package io.claimflow.compile;

import io.claimflow.SourceLocation;
import org.jspecify.annotations.Nullable;

/**
 * Something that code of the author's uses without declaring it.
 *
 * @param kind what it is
 * @param name its name
 * @param location where it is used first in the file
 * @param sourceLine the line of source there, or null if there is none to show
 */
public record Use(Kind kind, String name, SourceLocation location, @Nullable String sourceLine) {

	/** What is used. */
	public enum Kind {

		/** A function or value that {@code @kinde/infrastructure} exports. */
		LIBRARY,
		/** A member of the global {@code kinde}. */
		KINDE,
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
		GLOBAL

	}

}
