package io.claimflow.spring.http;

import java.util.Map;

import org.springframework.web.servlet.function.ServerResponse;

/**
 * Thrown if a call is not answered as it was meant to be. The caller sees all of it.
 */
public final class RefusedCallException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final String title;

	private final String detail;

	private final transient Map<String, ?> more;

	/**
	 * Creates a refusal.
	 * @param status the HTTP status
	 * @param title what it is, in a few words
	 * @param detail what was found, and what to do
	 */
	public RefusedCallException(int status, String title, String detail) {
		this(status, title, detail, Map.of());
	}

	/**
	 * Creates a refusal that says more.
	 * @param status the HTTP status
	 * @param title what it is, in a few words
	 * @param detail what was found, and what to do
	 * @param more further members of the body
	 */
	public RefusedCallException(int status, String title, String detail, Map<String, ?> more) {
		super(detail);
		this.status = status;
		this.title = title;
		this.detail = detail;
		this.more = more;
	}

	/** The HTTP status. */
	public int status() {
		return this.status;
	}

	/** The response that says so. */
	public ServerResponse response() {
		ServerResponse.BodyBuilder response = ServerResponse.status(this.status);
		if (this.status == 429) {
			response.header("Retry-After", "10");
		}
		return CallResponses.problem(response, this.status, this.title, this.detail, this.more);
	}

}
