package io.claimflow.spring.management;

import org.springframework.http.HttpMethod;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * A management call: where it is, what a token needs for it, and who answers.
 *
 * @param method the HTTP method
 * @param path the path below the application's
 * @param scope the scope that a token needs
 * @param handler answers
 */
record ApiOperation(HttpMethod method, PathPattern path, String scope, Handler handler) {

	/** Where every call is. */
	static final String BASE = "/api/v1";

	/**
	 * Creates an operation.
	 * @param path the path below {@value #BASE}, with names of variables in braces
	 */
	static ApiOperation of(HttpMethod method, String path, String scope, Handler handler) {
		return new ApiOperation(method, PathPatternParser.defaultInstance.parse(BASE + path), scope, handler);
	}

	/** Answers requests. */
	@FunctionalInterface
	interface Handler {

		ApiAnswer answer(ApiRequest request);

	}

}
