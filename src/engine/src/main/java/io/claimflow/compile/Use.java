package io.claimflow.compile;

import java.util.function.Supplier;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import org.jspecify.annotations.Nullable;

/**
 * Something that code of the author's uses without declaring it. Where it does so is
 * looked up when it is asked: most uses are fine, and nobody asks.
 */
public final class Use {

	private final Kind kind;

	private final String name;

	private final SourceText source;

	private final Supplier<SourceLocation> place;

	private @Nullable SourceLocation location;

	/**
	 * Creates a use.
	 * @param kind what is used
	 * @param name its name
	 * @param source the file that uses it
	 * @param place finds where in the file it is used first
	 */
	Use(Kind kind, String name, SourceText source, Supplier<SourceLocation> place) {
		this.kind = kind;
		this.name = name;
		this.source = source;
		this.place = place;
	}

	/** What is used. */
	public Kind kind() {
		return this.kind;
	}

	/** The name of what is used. */
	public String name() {
		return this.name;
	}

	/** Where it is used first in the file. */
	public SourceLocation location() {
		SourceLocation found = this.location;
		if (found == null) {
			found = this.place.get();
			this.location = found;
		}
		return found;
	}

	/**
	 * A problem with the use, shown with its line of source.
	 * @param message what is wrong
	 * @param action what to do
	 */
	public Problem problem(String message, String action) {
		return this.source.problem(location(), message, action);
	}

	@Override
	public String toString() {
		return this.kind + " " + this.name;
	}

	/** What kind of thing is used. */
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
		GLOBAL

	}

}
