package io.claimflow.testing;

import java.util.Map;
import java.util.Optional;

/**
 * A call that a workflow made in a test.
 *
 * @param method the method in upper case
 * @param url the URL
 * @param headers the values by name, as the workflow gave them
 * @param body the body, if there was one
 * @param stubbed whether a stub answered it
 */
public record TestCall(String method, String url, Map<String, String> headers, Optional<String> body, boolean stubbed) {

	public TestCall {
		headers = Map.copyOf(headers);
	}

	/** The request as a stub names it: {@code GET https://…}. */
	public String request() {
		return this.method + " " + this.url;
	}

	/**
	 * Whether a pattern of stubs names this call.
	 * @param pattern a method and a URL, in which {@code *} stands for any characters;
	 * without a method, for all of them
	 */
	public boolean matches(String pattern) {
		return StubPattern.of(pattern, "").matches(this.method, this.url);
	}

	/** The call without what may be secret: header values and the body. */
	@Override
	public String toString() {
		return request();
	}

}
