package io.claimflow.spring.token;

/**
 * Thrown at the start of a server whose tokens would be made without their workflows.
 */
final class UnsupportedTokenGeneratorException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String generator;

	private final String reason;

	/**
	 * Creates the exception.
	 * @param generator what makes the tokens
	 * @param reason why workflows cannot run there: a predicate
	 */
	UnsupportedTokenGeneratorException(String generator, String reason) {
		super(generator + " " + reason);
		this.generator = generator;
		this.reason = reason;
	}

	/** What makes the tokens. */
	String generator() {
		return this.generator;
	}

	/** Why workflows cannot run there. */
	String reason() {
		return this.reason;
	}

}
