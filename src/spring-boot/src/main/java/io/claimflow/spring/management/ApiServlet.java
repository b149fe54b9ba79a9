package io.claimflow.spring.management;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.RequestPath;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * A servlet that answers management calls by router functions of its own. A
 * {@code DispatcherServlet} would take part in what an application sets for its
 * controllers, such as converters, interceptors and handlers of exceptions.
 */
final class ApiServlet extends HttpServlet {

	/** Where every call is. */
	static final String PATH = "/api/v1";

	private static final long serialVersionUID = 1L;

	private static final Logger logger = LoggerFactory.getLogger(ApiServlet.class);

	private final transient RouterFunction<ServerResponse> calls;

	ApiServlet(List<ApiResource> resources) {
		this.calls = RouterFunctions.route()
			.path(PATH, (below) -> resources.forEach((resource) -> below.add(resource.routes())))
			.onError(ApiException.class, (ex, request) -> response((ApiException) ex))
			.onError(RuntimeException.class, (ex, request) -> response((RuntimeException) ex))
			.build();
	}

	@Override
	protected void service(HttpServletRequest servletRequest, HttpServletResponse servletResponse)
			throws ServletException, IOException {
		ServletRequestPathUtils.setParsedRequestPath(
				RequestPath.parse(servletRequest.getRequestURI(), servletRequest.getContextPath()), servletRequest);
		ServerRequest request = request(servletRequest);
		ServerResponse response;
		try {
			response = handler(request).handle(request);
		}
		catch (IOException | ServletException | RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new ServletException(ex);
		}
		ApiResponses.write(response, servletRequest, servletResponse);
	}

	private static ServerRequest request(HttpServletRequest servletRequest) {
		return ServerRequest.create(servletRequest, ApiResponses.CONVERTERS);
	}

	/** Spring's predicates take a CORS preflight for the call that it asks about. */
	private HandlerFunction<ServerResponse> handler(ServerRequest request) {
		return HttpMethod.OPTIONS.equals(request.method()) ? this::noSuchCall
				: this.calls.route(request).orElse(this::noSuchCall);
	}

	private ServerResponse noSuchCall(ServerRequest request) {
		String allowed = Stream.of(HttpMethod.values())
			.filter((method) -> !method.equals(HttpMethod.OPTIONS))
			.filter((method) -> this.calls.route(request(withMethod(request.servletRequest(), method))).isPresent())
			.map(HttpMethod::name)
			.collect(Collectors.joining(", "));
		return allowed.isEmpty()
				? ApiResponses.error(404, "ROUTE_NOT_FOUND", "There is no such call: see the list of those there are")
				: ApiResponses.methodNotAllowed(allowed);
	}

	private static HttpServletRequest withMethod(HttpServletRequest request, HttpMethod method) {
		return new HttpServletRequestWrapper(request) {
			@Override
			public String getMethod() {
				return method.name();
			}
		};
	}

	private static ServerResponse response(ApiException ex) {
		return ApiResponses.error(ex.status(), ex.code(), ex.getMessage());
	}

	private static ServerResponse response(RuntimeException ex) {
		logger.error("A management call failed with {}", description(ex));
		return ApiResponses.error(500, "SERVER_ERROR", "The call failed: the server's log says where");
	}

	/**
	 * Describes a failure by its type and where it happened. Messages of databases quote
	 * the content of rows, so they are left out.
	 */
	private static String description(RuntimeException ex) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
		StackTraceElement[] trace = cause.getStackTrace();
		String state = (cause instanceof SQLException sql) ? " (SQL state " + sql.getSQLState() + ")" : "";
		return ex.getClass().getName() + ((cause != ex) ? ", caused by " + cause.getClass().getName() : "") + state
				+ ((trace.length > 0) ? " at " + trace[0] : "");
	}

}
