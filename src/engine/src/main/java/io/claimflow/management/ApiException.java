package io.claimflow.management;

/**
 * The reason why a management call is not answered as it was meant to be. The caller sees
 * its status, code and message, so it has no secrets in it.
 */
public final class ApiException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final String code;

	/**
	 * Creates an exception.
	 * @param status the HTTP status, from 400 to 599
	 * @param code what went wrong, in upper case, such as {@code USER_NOT_FOUND}
	 * @param message what was found and what to do
	 */
	public ApiException(int status, String code, String message) {
		super(message);
		if (status < 400 || status > 599) {
			throw new IllegalArgumentException("The status %d is none of an error".formatted(status));
		}
		this.status = status;
		this.code = code;
	}

	/** The HTTP status. */
	public int status() {
		return this.status;
	}

	/** What went wrong. */
	public String code() {
		return this.code;
	}

	/** What was found and what to do. */
	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
