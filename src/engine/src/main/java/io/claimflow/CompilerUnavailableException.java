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

	private final boolean platform;

	/**
	 * Creates the exception.
	 * @param found what was found: the platform, its C library, and what the system says
	 * @param action what to do
	 */
	public CompilerUnavailableException(String found, String action, @Nullable Throwable cause) {
		this(found, action, false, cause);
	}

	/**
	 * Creates the exception.
	 * @param found what was found: the platform, its C library, and what the system says
	 * @param action what to do
	 * @param platform whether there is no library for the platform
	 */
	public CompilerUnavailableException(String found, String action, boolean platform, @Nullable Throwable cause) {
		super(found + ". " + action, cause);
		this.found = found;
		this.action = action;
		this.platform = platform;
	}

	/** What was found. */
	public String found() {
		return this.found;
	}

	/** What to do. */
	public String action() {
		return this.action;
	}

	/**
	 * Whether there is no library for the platform, in contrast to one that the operator
	 * can let be loaded.
	 */
	public boolean isForPlatform() {
		return this.platform;
	}

}
