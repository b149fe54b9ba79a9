package io.claimflow.spring.git;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.claimflow.spring.support.FunctionalServlet;
import io.claimflow.spring.http.RateLimit;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
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

	private static final Logger logger = LoggerFactory.getLogger(WebhookServlet.class);

	WebhookServlet(Runnable wake, WebhookSignature signature, RateLimit rateLimit, int maximumBytes) {
		super(RouterFunctions.route()
			.POST(PATH, (request) -> answer(request, wake, signature, rateLimit, maximumBytes))
			.build());
	}

	private static ServerResponse answer(ServerRequest request, Runnable wake, WebhookSignature signature,
			RateLimit rateLimit, int maximumBytes) throws IOException {
		HttpServletRequest servletRequest = request.servletRequest();
		if (!rateLimit.allows(servletRequest.getRemoteAddr())) {
			return refused(servletRequest, 429, "Too many calls",
					"There were more calls than claimflow.git.webhook.calls-per-minute; the repository is looked at in"
							+ " any case");
		}
		byte[] body = (servletRequest.getContentLengthLong() > maximumBytes) ? null
				: servletRequest.getInputStream().readNBytes(maximumBytes + 1);
		if (body == null || body.length > maximumBytes) {
			return refused(servletRequest, 413, "Too large",
					"The body has more than %d bytes, which claimflow.git.webhook.body-size allows"
						.formatted(maximumBytes));
		}
		Optional<String> fault = signature.fault(servletRequest::getHeader, body);
		if (fault.isPresent()) {
			return refused(servletRequest, 401, "Not authenticated", fault.get());
		}
		wake.run();
		return ServerResponse.accepted().build();
	}

	private static ServerResponse refused(HttpServletRequest request, int status, String title, String detail) {
		logger.warn("A call of {} from {} was refused with {}: {}", PATH, request.getRemoteAddr(), status, detail);
		return problem(ServerResponse.status(status), status, title, detail);
	}

	private static ServerResponse problem(ServerResponse.BodyBuilder response, int status, String title,
			String detail) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("type", "about:blank");
		body.put("title", title);
		body.put("status", status);
		body.put("detail", detail);
		return response.header(HttpHeaders.CACHE_CONTROL, "no-store")
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(body);
	}

	@Override
	protected ServerResponse notFound() {
		return problem(ServerResponse.status(404), 404, "No such call", "Git servers call " + PATH);
	}

	@Override
	protected ServerResponse methodNotAllowed(String methods) {
		return problem(ServerResponse.status(405).header(HttpHeaders.ALLOW, methods), 405, "Method not allowed",
				"This call is made with " + methods);
	}

}
