package io.claimflow.project;

import io.claimflow.Problem;

/**
 * Thrown if a location does not lead to a directory that can be read.
 */
final class LocationException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient Problem problem;

	LocationException(String message, String action) {
		super(message);
		this.problem = new Problem(null, message, action, null);
	}

	Problem problem() {
		return this.problem;
	}

}
