package io.claimflow.spring.management;

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

	static ApiException invalid(String message) {
		return new ApiException(400, "REQUEST_INVALID", message);
	}

	static ApiException absent(String code, String message) {
		return new ApiException(404, code, message);
	}

	/**
	 * What the application has no bean for.
	 */
	static ApiException unavailable(Class<?> type, String resource) {
		return new ApiException(501, "NOT_AVAILABLE",
				"This server knows nothing of " + resource + ": it has no bean of type " + type.getName());
	}

	/**
	 * What the database has no table for.
	 */
	static ApiException withoutTables() {
		return new ApiException(501, "NOT_AVAILABLE", "The server's database lacks a table or a column that this call"
				+ " needs: create it as the documentation says, or let claimflow.jdbc.initialize-schema do so");
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
