package io.claimflow.fetch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A call that a workflow asks for.
 *
 * @param method one of GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS, in any case
 * @param url an absolute {@code http} or {@code https} URL without user-info; a fragment
 * is not sent
 * @param headers the values by name, in order
 * @param body the text to send, as UTF-8, or nothing
 * @param redirect what becomes of a redirect
 */
public record FetchRequest(String method, String url, Map<String, String> headers, @Nullable String body,
		Redirect redirect) {

	public FetchRequest {
		headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
	}

	/** A call that follows redirects. */
	public FetchRequest(String method, String url, Map<String, String> headers, @Nullable String body) {
		this(method, url, headers, body, Redirect.FOLLOW);
	}

	/** The request without what may be secret: header values, path, query and body. */
	@Override
	public String toString() {
		return "FetchRequest[method=" + this.method + ", url=" + origin() + ", headers=" + this.headers.keySet()
				+ ", body=" + ((this.body != null) ? this.body.length() + " characters" : "none") + "]";
	}

	private String origin() {
		try {
			return Target.of(this.url).origin();
		}
		catch (FetchException ex) {
			return "not usable";
		}
	}

	/**
	 * What becomes of a redirect.
	 *
	 * @see <a href="https://fetch.spec.whatwg.org/#concept-request-redirect-mode">Fetch,
	 * redirect mode</a>
	 */
	public enum Redirect {

		/** It is followed. */
		FOLLOW,

		/** The call fails. */
		ERROR,

		/**
		 * It is the answer, with its status and {@code Location}, as servers have it:
		 * nothing is hidden as in browsers.
		 */
		MANUAL

	}

}
