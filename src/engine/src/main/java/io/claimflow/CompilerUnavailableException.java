package io.claimflow;

import org.jspecify.annotations.Nullable;

/**
 * Thrown where the native library of the TypeScript compiler cannot be loaded, so that no
 * project can be compiled.
 */
public final class CompilerUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String found;

	private final String action;

	/**
	 * Creates the exception.
	 * @param found what was found: the platform, its C library, and what the system says
	 * @param action what to do
	 */
	public CompilerUnavailableException(String found, String action, @Nullable Throwable cause) {
		super(found + ". " + action, cause);
		this.found = found;
		this.action = action;
	}

	/** What was found. */
	public String found() {
		return this.found;
	}

	/** What to do. */
	public String action() {
		return this.action;
	}

}
