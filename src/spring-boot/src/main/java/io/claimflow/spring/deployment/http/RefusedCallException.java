package io.claimflow.spring.deployment.http;

import java.util.Map;

import org.springframework.web.servlet.function.ServerResponse;

/**
 * Thrown if a call is not answered as it was meant to be. The caller sees all of it.
 */
final class RefusedCallException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final String title;

	private final String detail;

	private final transient Map<String, ?> more;

	RefusedCallException(int status, String title, String detail) {
		this(status, title, detail, Map.of());
	}

	RefusedCallException(int status, String title, String detail, Map<String, ?> more) {
		super(detail);
		this.status = status;
		this.title = title;
		this.detail = detail;
		this.more = more;
	}

	int status() {
		return this.status;
	}

	ServerResponse response() {
		ServerResponse.BodyBuilder response = ServerResponse.status(this.status);
		if (this.status == 429) {
			response.header("Retry-After", "10");
		}
		return Responses.problem(response, this.status, this.title, this.detail, this.more);
	}

}
