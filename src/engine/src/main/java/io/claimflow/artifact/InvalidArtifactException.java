package io.claimflow.artifact;

/**
 * Thrown if something is not an artifact that can be read here.
 */
public final class InvalidArtifactException extends Exception {

	private static final long serialVersionUID = 1L;

	private final String found;

	private final String action;

	/**
	 * Creates the exception.
	 * @param found what was found
	 * @param action what to do
	 */
	InvalidArtifactException(String found, String action) {
		super(found + ". " + action);
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
