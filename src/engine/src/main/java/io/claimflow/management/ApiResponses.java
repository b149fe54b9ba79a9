package io.claimflow.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The shapes of the responses to management calls.
 */
public final class ApiResponses {

	private ApiResponses() {
	}

	/** A response with a JSON object of its own. */
	public static ApiResponse of(Map<String, ? extends @Nullable Object> body) {
		return of(200, body);
	}

	/** A response with a status and a JSON object of its own. */
	public static ApiResponse of(int status, Map<String, ? extends @Nullable Object> body) {
		return new ApiResponse(status, Map.of(), body);
	}

	/** The response to a call that gives nothing back. */
	public static ApiResponse success() {
		return of(Map.of("message", "Success", "code", "OK"));
	}

	/** The response to a call that gives one thing back. */
	public static ApiResponse success(String name, @Nullable Object value) {
		return success(name, value, Map.of());
	}

	/** The response to a call that gives one thing back, and more about it. */
	public static ApiResponse success(String name, @Nullable Object value,
			Map<String, ? extends @Nullable Object> more) {
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("code", "OK");
		body.put("message", "Success");
		body.put(name, value);
		body.putAll(more);
		return of(body);
	}

	/** The response to a call that is not answered as it was meant to be. */
	public static ApiResponse of(ApiException ex) {
		return error(ex.status(), ex.code(), ex.getMessage());
	}

	/** The response to a call that there is not. */
	public static ApiResponse notFound() {
		return error(404, "ROUTE_NOT_FOUND", "There is no such call: see the list of those there are");
	}

	/** The response to a call that failed. */
	public static ApiResponse error(int status, String code, String message) {
		return of(status, errors(code, message));
	}

	/** The response to a call with another method than the allowed ones. */
	public static ApiResponse methodNotAllowed(String allowed) {
		return new ApiResponse(405, Map.of("Allow", allowed),
				errors("METHOD_NOT_ALLOWED", "This call is made with " + allowed));
	}

	/** The response to a call whose token lacks a scope (RFC 6750, section 3.1). */
	public static ApiResponse scopeMissing(String scope) {
		return new ApiResponse(403,
				Map.of("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\""),
				errors("SCOPE_MISSING", "The token lacks the scope " + scope
						+ ": add it to the client, and to the token request if that names scopes"));
	}

	private static Map<String, Object> errors(String code, String message) {
		return Map.of("errors", List.of(Map.of("code", code, "message", message)));
	}

}
