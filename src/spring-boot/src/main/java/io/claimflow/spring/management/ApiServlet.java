package io.claimflow.spring.management;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Answers management calls. It is a servlet of its own, so that nothing an application
 * sets for its controllers changes the answers.
 */
final class ApiServlet extends HttpServlet {

	private static final long serialVersionUID = 1L;

	private static final Logger logger = LoggerFactory.getLogger(ApiServlet.class);

	private final transient List<ApiOperation> operations;

	private final transient ApiSettings settings;

	ApiServlet(List<ApiOperation> operations, ApiSettings settings) {
		this.operations = operations;
		this.settings = settings;
	}

	@Override
	protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
		write(answer(request, response), response);
	}

	static void write(ApiAnswer answer, HttpServletResponse response) throws IOException {
		byte[] body = JsonMapper.shared().writeValueAsBytes(answer.body());
		response.setStatus(answer.status());
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

	private ApiAnswer answer(HttpServletRequest request, HttpServletResponse response) {
		try {
			PathContainer path = RequestPath.parse(request.getRequestURI(), request.getContextPath())
				.pathWithinApplication();
			ApiOperation operation = operation(path, request.getMethod(), response);
			requireScope(operation.scope(), response);
			PathPattern.PathMatchInfo match = operation.path().matchAndExtract(path);
			return operation.handler()
				.answer(new ApiRequest(request, (match != null) ? match.getUriVariables() : java.util.Map.of(),
						this.settings));
		}
		catch (ApiException ex) {
			return ApiAnswer.error(ex.status(), ex.code(), ex.getMessage());
		}
		catch (RuntimeException ex) {
			logger.error("A management call failed with {}", description(ex));
			return ApiAnswer.error(500, "SERVER_ERROR", "The call failed: the server's log says where");
		}
	}

	private ApiOperation operation(PathContainer path, String method, HttpServletResponse response) {
		List<ApiOperation> there = this.operations.stream()
			.filter((operation) -> operation.path().matches(path))
			.toList();
		if (there.isEmpty()) {
			throw ApiException.absent("ROUTE_NOT_FOUND", "There is no such call: see the list of those there are");
		}
		return there.stream().filter((operation) -> operation.method().matches(method)).findFirst().orElseThrow(() -> {
			String allowed = there.stream()
				.map((operation) -> operation.method().name())
				.collect(Collectors.joining(", "));
			response.setHeader(HttpHeaders.ALLOW, allowed);
			return new ApiException(405, "METHOD_NOT_ALLOWED", "This call is made with " + allowed);
		});
	}

	/** RFC 6750, section 3.1. */
	private static void requireScope(String scope, HttpServletResponse response) {
		Authentication caller = SecurityContextHolder.getContext().getAuthentication();
		if (caller == null || caller.getAuthorities()
			.stream()
			.noneMatch((authority) -> ("SCOPE_" + scope).equals(authority.getAuthority()))) {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE,
					"Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"");
			throw new ApiException(403, "SCOPE_MISSING", "The token lacks the scope " + scope
					+ ": add it to the client, and to the token request if that names scopes");
		}
	}

	/**
	 * What failed and where. Messages of databases quote what is in a row, so there are
	 * none.
	 */
	private static String description(RuntimeException ex) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
		StackTraceElement[] trace = cause.getStackTrace();
		String state = (cause instanceof SQLException sql) ? " (SQL state " + sql.getSQLState() + ")" : "";
		return ex.getClass().getName() + ((cause != ex) ? ", caused by " + cause.getClass().getName() : "") + state
				+ ((trace.length > 0) ? " at " + trace[0] : "");
	}

}
