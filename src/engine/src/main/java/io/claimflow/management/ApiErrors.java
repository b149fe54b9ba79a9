package io.claimflow.management;

/** The errors that more than one management call has. */
public final class ApiErrors {

	private ApiErrors() {
	}

	/** What was sent cannot be read. */
	public static ApiException invalid(String message) {
		return new ApiException(400, "REQUEST_INVALID", message);
	}

	/** What was named is not there. */
	public static ApiException absent(String code, String message) {
		return new ApiException(404, code, message);
	}

	/** What the application has no bean for. */
	public static ApiException unavailable(Class<?> type, String resource) {
		return new ApiException(501, "NOT_AVAILABLE",
				"This server knows nothing of " + resource + ": it has no bean of type " + type.getName());
	}

}
