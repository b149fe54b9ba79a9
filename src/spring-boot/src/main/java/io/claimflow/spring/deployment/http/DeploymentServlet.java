package io.claimflow.spring.deployment.http;

import io.claimflow.spring.support.FunctionalServlet;

import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

import java.util.Map;

/**
 * A servlet that answers the calls about deployments.
 */
final class DeploymentServlet extends FunctionalServlet {

	private static final long serialVersionUID = 1L;

	DeploymentServlet(RouterFunction<ServerResponse> calls) {
		super(calls);
	}

	@Override
	protected ServerResponse notFound() {
		return Responses.problem(404, "No such call", "GET /claimflow/openapi.json describes the calls that there are");
	}

	@Override
	protected ServerResponse methodNotAllowed(String methods) {
		return Responses.problem(ServerResponse.status(405).header(HttpHeaders.ALLOW, methods), 405,
				"Method not allowed", "This call is made with " + methods, Map.of());
	}

}
