package io.claimflow.spring.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An answer to a management call.
 *
 * @param status the HTTP status
 * @param body the JSON object
 */
record ApiAnswer(int status, Map<String, ? extends @Nullable Object> body) {

	/** An answer with a body of its own. */
	static ApiAnswer of(Map<String, ? extends @Nullable Object> body) {
		return new ApiAnswer(200, body);
	}

	/** The answer where there is nothing to say. */
	static ApiAnswer success() {
		return of(Map.of("message", "Success", "code", "OK"));
	}

	/** The answer that has something to say, next to its success. */
	static ApiAnswer success(String name, @Nullable Object value) {
		return success(name, value, Map.of());
	}

	/** The answer that has something to say, and more, next to its success. */
	static ApiAnswer success(String name, @Nullable Object value, Map<String, ? extends @Nullable Object> more) {
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("code", "OK");
		body.put("message", "Success");
		body.put(name, value);
		body.putAll(more);
		return of(body);
	}

	/** The answer to what failed. */
	static ApiAnswer error(int status, String code, String message) {
		return new ApiAnswer(status, Map.of("errors", List.of(Map.of("code", code, "message", message))));
	}

}
