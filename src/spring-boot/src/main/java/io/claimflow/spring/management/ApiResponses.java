package io.claimflow.spring.management;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.claimflow.spring.support.FunctionalServlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The shapes of the responses to management calls.
 */
final class ApiResponses {

	private ApiResponses() {
	}

	/** A response with a JSON object of its own. */
	static ServerResponse of(Map<String, ? extends @Nullable Object> body) {
		return of(200, body);
	}

	/** A response with a status and a JSON object of its own. */
	static ServerResponse of(int status, Map<String, ? extends @Nullable Object> body) {
		return json(ServerResponse.status(status), body);
	}

	/** The response to a call that gives nothing back. */
	static ServerResponse success() {
		return of(Map.of("message", "Success", "code", "OK"));
	}

	/** The response to a call that gives one thing back. */
	static ServerResponse success(String name, @Nullable Object value) {
		return success(name, value, Map.of());
	}

	/** The response to a call that gives one thing back, and more about it. */
	static ServerResponse success(String name, @Nullable Object value, Map<String, ? extends @Nullable Object> more) {
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("code", "OK");
		body.put("message", "Success");
		body.put(name, value);
		body.putAll(more);
		return of(body);
	}

	/** The response to a call that failed. */
	static ServerResponse error(int status, String code, String message) {
		return of(status, errors(code, message));
	}

	/** The response to a call with another method than the allowed ones. */
	static ServerResponse methodNotAllowed(String allowed) {
		return json(ServerResponse.status(405).header(HttpHeaders.ALLOW, allowed),
				errors("METHOD_NOT_ALLOWED", "This call is made with " + allowed));
	}

	/** The response to a call whose token lacks a scope (RFC 6750, section 3.1). */
	static ServerResponse scopeMissing(String scope) {
		return json(ServerResponse.status(403)
			.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\""),
				errors("SCOPE_MISSING", "The token lacks the scope " + scope
						+ ": add it to the client, and to the token request if that names scopes"));
	}

	private static Map<String, Object> errors(String code, String message) {
		return Map.of("errors", List.of(Map.of("code", code, "message", message)));
	}

	private static ServerResponse json(ServerResponse.BodyBuilder response,
			Map<String, ? extends @Nullable Object> body) {
		return response.contentType(MediaType.APPLICATION_JSON).body(body);
	}

	/** Writes a response. */
	static void write(ServerResponse response, HttpServletRequest servletRequest, HttpServletResponse servletResponse)
			throws ServletException, IOException {
		FunctionalServlet.write(response, servletRequest, servletResponse);
	}

}
