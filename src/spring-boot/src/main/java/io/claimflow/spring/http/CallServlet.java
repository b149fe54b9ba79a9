package io.claimflow.spring.http;

import io.claimflow.spring.support.FunctionalServlet;

import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A servlet that answers calls below {@code /claimflow}.
 */
public final class CallServlet extends FunctionalServlet {

	private static final long serialVersionUID = 1L;

	private final String document;

	/**
	 * Creates a servlet.
	 * @param calls the calls that there are
	 * @param document the path of the document that describes them
	 */
	public CallServlet(RouterFunction<ServerResponse> calls, String document) {
		super(calls);
		this.document = document;
	}

	@Override
	protected ServerResponse notFound() {
		return CallResponses.problem(404, "No such call",
				"GET " + this.document + " describes the calls that there are");
	}

	@Override
	protected ServerResponse methodNotAllowed(String methods) {
		return CallResponses.methodNotAllowed(methods);
	}

}
