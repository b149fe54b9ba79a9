package io.claimflow.spring.http;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import io.claimflow.spring.support.FunctionalServlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Responses of calls below {@code /claimflow}. Errors are problem details (RFC 9457).
 */
public final class CallResponses {

	private CallResponses() {
	}

	/** A response with a JSON body, which nobody keeps. */
	public static ServerResponse json(ServerResponse.BodyBuilder response, Object body) {
		return response.header(HttpHeaders.CACHE_CONTROL, "no-store")
			.contentType(MediaType.APPLICATION_JSON)
			.body(body);
	}

	/** A refusal. */
	public static ServerResponse problem(int status, String title, String detail) {
		return problem(ServerResponse.status(status), status, title, detail, Map.of());
	}

	/** A response where the method of a call is another one. */
	public static ServerResponse methodNotAllowed(String methods) {
		return problem(ServerResponse.status(405).header(HttpHeaders.ALLOW, methods), 405, "Method not allowed",
				"This call is made with " + methods, Map.of());
	}

	static ServerResponse problem(ServerResponse.BodyBuilder response, int status, String title, String detail,
			Map<String, ?> more) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("type", "about:blank");
		body.put("title", title);
		body.put("status", status);
		body.put("detail", detail);
		body.putAll(more);
		return response.header(HttpHeaders.CACHE_CONTROL, "no-store")
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(body);
	}

	/** Writes a response where no router does. */
	public static void write(ServerResponse response, HttpServletRequest request, HttpServletResponse servletResponse)
			throws ServletException, IOException {
		FunctionalServlet.write(response, request, servletResponse);
	}

}
