package io.claimflow.spring.git;

import java.io.IOException;
import java.util.Optional;

import io.claimflow.spring.http.CallResponses;
import io.claimflow.spring.http.RateLimit;
import io.claimflow.spring.http.RefusedCallException;
import io.claimflow.spring.http.RefusedCalls;
import io.claimflow.spring.support.FunctionalServlet;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A servlet that git servers call when there is something new. A call says no more than
 * "go and look": nothing in it is believed, and to send it again does no harm.
 */
final class WebhookServlet extends FunctionalServlet {

	static final String PATH = "/claimflow/git/webhook";

	private static final long serialVersionUID = 1L;

	WebhookServlet(Runnable wake, WebhookSignature signature, RateLimit rateLimit, int maximumBytes) {
		super(RouterFunctions.route()
			.POST(PATH, (request) -> answer(request, wake, signature, rateLimit, maximumBytes))
			.build());
	}

	private static ServerResponse answer(ServerRequest request, Runnable wake, WebhookSignature signature,
			RateLimit rateLimit, int maximumBytes) throws IOException {
		try {
			check(request.servletRequest(), signature, rateLimit, maximumBytes);
		}
		catch (RefusedCallException ex) {
			RefusedCalls.log(request.servletRequest(), "nobody known", ex);
			return ex.response();
		}
		wake.run();
		return ServerResponse.accepted().build();
	}

	private static void check(HttpServletRequest request, WebhookSignature signature, RateLimit rateLimit,
			int maximumBytes) throws IOException {
		if (!rateLimit.allows(request.getRemoteAddr())) {
			throw new RefusedCallException(429, "Too many calls",
					"There were more calls than claimflow.git.webhook.calls-per-minute; the repository is looked at in"
							+ " any case");
		}
		byte[] body = (request.getContentLengthLong() > maximumBytes) ? null
				: request.getInputStream().readNBytes(maximumBytes + 1);
		if (body == null || body.length > maximumBytes) {
			throw new RefusedCallException(413, "Too large",
					"The body has more than %d bytes, which claimflow.git.webhook.body-size allows"
						.formatted(maximumBytes));
		}
		Optional<String> fault = signature.fault(request::getHeader, body);
		if (fault.isPresent()) {
			throw new RefusedCallException(401, "Not authenticated", fault.get());
		}
	}

	@Override
	protected ServerResponse notFound() {
		return CallResponses.problem(404, "No such call", "Git servers call " + PATH);
	}

	@Override
	protected ServerResponse methodNotAllowed(String methods) {
		return CallResponses.methodNotAllowed(methods);
	}

}
