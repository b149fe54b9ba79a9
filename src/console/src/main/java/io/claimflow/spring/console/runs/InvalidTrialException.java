package io.claimflow.spring.console.runs;

/**
 * Thrown if what somebody has entered cannot be run.
 */
final class InvalidTrialException extends Exception {

	private static final long serialVersionUID = 1L;

	private final String field;

	InvalidTrialException(String field, String message) {
		super(message);
		this.field = field;
	}

	/** The name of the field that is wrong. */
	String field() {
		return this.field;
	}

}
