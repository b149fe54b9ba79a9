package io.claimflow.engine.realm;

import java.util.Optional;

import org.graalvm.polyglot.PolyglotException;

/**
 * An error that has ended a script.
 */
public final class ScriptError {

	private final PolyglotException exception;

	private ScriptError(PolyglotException exception) {
		this.exception = exception;
	}

	/** The error of a script that an exception stands for, if it stands for one. */
	public static Optional<ScriptError> of(Throwable thrown) {
		return (thrown instanceof PolyglotException exception) ? Optional.of(new ScriptError(exception))
				: Optional.empty();
	}

	/** What has ended the script. */
	public Kind kind() {
		if (this.exception.isResourceExhausted()) {
			return this.exception.isCancelled() ? Kind.STATEMENTS : Kind.MEMORY;
		}
		if (this.exception.isCancelled()) {
			return Kind.CANCELLED;
		}
		if (this.exception.isInternalError()) {
			return Kind.INTERNAL;
		}
		return this.exception.isSyntaxError() ? Kind.SYNTAX : Kind.THROWN;
	}

	/** What the script engine says of it. */
	public String message() {
		return String.valueOf(this.exception.getMessage());
	}

	/** The exception, for logs. */
	public RuntimeException cause() {
		return this.exception;
	}

	PolyglotException exception() {
		return this.exception;
	}

	/** What can end a script. */
	public enum Kind {

		/** The code threw it. */
		THROWN,
		/** The code cannot be parsed. */
		SYNTAX,
		/** It was one statement too many. */
		STATEMENTS,
		/** There is no memory or stack left. */
		MEMORY,
		/** The realm was closed meanwhile. */
		CANCELLED,
		/** The script engine failed. */
		INTERNAL

	}

}
