package io.claimflow.management;

/**
 * A management call that there is.
 *
 * @param method the HTTP method
 * @param path the path below that of the API, with variables such as {@code {id}}
 * @param scope the scope that the token of a caller needs
 * @param handler answers the call
 */
public record ApiRoute(String method, String path, String scope, Handler handler) {

	/** Answers a call. */
	@FunctionalInterface
	public interface Handler {

		/**
		 * Answers a call.
		 * @throws ApiException if it is not answered as it was meant to be
		 */
		ApiResponse handle(ApiRequest request);

	}

}
