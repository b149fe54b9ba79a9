package io.claimflow.spring.management;

import java.sql.SQLException;
import java.util.List;

import io.claimflow.management.ApiResource;
import io.claimflow.management.ApiResponses;
import io.claimflow.spring.support.FunctionalServlet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A servlet that answers management calls.
 */
final class ApiServlet extends FunctionalServlet {

	/** Where every call is. */
	static final String PATH = ApiResource.PATH;

	private static final long serialVersionUID = 1L;

	private static final Logger logger = LoggerFactory.getLogger(ApiServlet.class);

	ApiServlet(List<ApiResource> resources) {
		super(calls(resources));
	}

	private static RouterFunction<ServerResponse> calls(List<ApiResource> resources) {
		return RouterFunctions.route()
			.path(PATH,
					(below) -> resources.forEach(
							(resource) -> resource.routes().forEach((route) -> new ScopedCall(route).addTo(below))))
			.onError(RuntimeException.class, (ex, request) -> response((RuntimeException) ex))
			.build();
	}

	@Override
	protected ServerResponse notFound() {
		return ScopedCall.response(ApiResponses.notFound());
	}

	@Override
	protected ServerResponse methodNotAllowed(String methods) {
		return ScopedCall.response(ApiResponses.methodNotAllowed(methods));
	}

	private static ServerResponse response(RuntimeException ex) {
		logger.error("A management call failed with {}", description(ex));
		return ScopedCall
			.response(ApiResponses.error(500, "SERVER_ERROR", "The call failed: the server's log says where"));
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
