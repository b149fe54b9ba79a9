package io.claimflow.project;

/**
 * Thrown if a file cannot be used as a source. The message is a predicate without a
 * subject, such as "is not text (a NUL byte at offset 12)".
 */
final class UnusableFileException extends Exception {

	private static final long serialVersionUID = 1L;

	UnusableFileException(String reason) {
		super(reason);
	}

	String reason() {
		return String.valueOf(getMessage());
	}

}
