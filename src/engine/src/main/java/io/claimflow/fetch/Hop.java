package io.claimflow.fetch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * One request of a call: the first, or one that a redirect asks for.
 *
 * @param method the method in upper case
 * @param target where it goes
 * @param headers headers that have been checked
 * @param body the body, if there is one
 * @param redirect what becomes of a redirect
 */
record Hop(String method, Target target, Map<String, String> headers, @Nullable String body,
		FetchRequest.Redirect redirect) {

	private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

	private static final String OTHER_METHOD = "OTHER";

	private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

	/**
	 * The first request of a call.
	 * @throws FetchException if it cannot be sent
	 */
	static Hop of(FetchRequest request, FetchLimits limits, FetchBudget budget) throws FetchException {
		String method = method(request);
		if (method.equals(OTHER_METHOD)) {
			throw new FetchException("The method is not one of GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS");
		}
		RequestHeaders.check(request.headers());
		String body = request.body();
		if (body != null) {
			int length = body.getBytes(StandardCharsets.UTF_8).length;
			if (length > limits.requestBytes()) {
				throw new FetchException("The body has " + length + " bytes, more than " + limits.requestBytes()
						+ ": send less, or an operator raises claimflow.fetch.request-bytes");
			}
			budget.take(FetchFailure.REQUEST, length);
		}
		return new Hop(method, Target.of(request.url()), request.headers(), request.body(), request.redirect());
	}

	/** The method of a request in upper case, or {@code OTHER} if it cannot be sent. */
	static String method(FetchRequest request) {
		String method = request.method().toUpperCase(Locale.ROOT);
		return METHODS.contains(method) ? method : OTHER_METHOD;
	}

	/**
	 * Whether an answer is followed by another request.
	 * @param status the status of the answer
	 * @param location where it leads to, if it says so
	 * @throws FetchException if the request is one that no redirect may answer
	 */
	boolean follows(int status, @Nullable String location) throws FetchException {
		if (location == null || !REDIRECTS.contains(status) || this.redirect == FetchRequest.Redirect.MANUAL) {
			return false;
		}
		if (this.redirect == FetchRequest.Redirect.ERROR) {
			throw new FetchException(FetchFailure.ANSWER, this.target.origin() + " answered with a redirect (" + status
					+ "), and the call has the option redirect: \"error\"");
		}
		return true;
	}

	/**
	 * The request that a redirect asks for: as in browsers, a POST turns into a GET (301,
	 * 302), everything but HEAD does (303), or nothing changes (307, 308).
	 *
	 * @see <a href="https://fetch.spec.whatwg.org/#http-redirect-fetch">Fetch,
	 * HTTP-redirect fetch</a>
	 */
	Hop redirected(int status, String location) throws FetchException {
		Target next = nextTarget(location);
		Map<String, String> nextHeaders = next.origin().equals(this.target.origin()) ? this.headers
				: RequestHeaders.withoutCredentials(this.headers);
		boolean becomesGet = (status == 303) ? !this.method.equals("HEAD")
				: this.method.equals("POST") && (status == 301 || status == 302);
		return becomesGet ? new Hop("GET", next, RequestHeaders.withoutContent(nextHeaders), null, this.redirect)
				: new Hop(this.method, next, nextHeaders, this.body, this.redirect);
	}

	private Target nextTarget(String location) throws FetchException {
		try {
			return this.target.redirect(location);
		}
		catch (FetchException ex) {
			throw new FetchException(FetchFailure.ANSWER,
					this.target.origin() + " redirects to where a call cannot go: " + ex.getMessage());
		}
	}

	/** The request in the terms of the HTTP client. */
	HttpUriRequestBase request() {
		HttpUriRequestBase request = new HttpUriRequestBase(this.method, URI.create("/"));
		request.setScheme(this.target.scheme());
		request.setAuthority(new URIAuthority(this.target.host().text(), this.target.port()));
		request.setPath(this.target.path());
		this.headers.forEach(request::addHeader);
		if (!request.containsHeader(HttpHeaders.ACCEPT)) {
			request.addHeader(HttpHeaders.ACCEPT, "*/*");
		}
		if (!request.containsHeader(HttpHeaders.ACCEPT_ENCODING)) {
			request.addHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
		}
		if (this.body != null) {
			// Comes with its own type unless the workflow has set one
			request.setEntity(new StringEntity(this.body, ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8)));
		}
		return request;
	}

}
