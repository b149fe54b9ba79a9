package io.claimflow.spring.deployment;

import io.claimflow.InvalidProjectException;

/**
 * Thrown at the start of a server whose project cannot be deployed.
 */
final class InvalidProjectAtStartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String location;

	InvalidProjectAtStartException(String location, InvalidProjectException cause) {
		super("The project " + location + " cannot be deployed; problems: " + cause.problems().size(), cause);
		this.location = location;
	}

	/** Where the project is. */
	String location() {
		return this.location;
	}

}
