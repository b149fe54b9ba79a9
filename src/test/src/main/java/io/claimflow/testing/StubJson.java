package io.claimflow.testing;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.claimflow.fetch.FetchFailure;
import org.jspecify.annotations.Nullable;

/**
 * Reads stubs of JSON.
 */
final class StubJson {

	private static final Set<String> NAMES = Set.of("json", "text", "status", "headers", "fail");

	private StubJson() {
	}

	static Stub read(@Nullable Object value) {
		if (!(value instanceof Map<?, ?> object)) {
			throw new IllegalArgumentException(
					"A stub is an object such as { json: … }, { text: \"…\" }, { status: 404 } or { fail: \"timeout\" }");
		}
		for (Object name : object.keySet()) {
			if (!(name instanceof String known) || !NAMES.contains(known)) {
				throw new IllegalArgumentException(
						"A stub has json, text, status, headers or fail, and not \"%s\"".formatted(name));
			}
		}
		if (object.containsKey("fail")) {
			return new Stub.Failure(switch (String.valueOf(object.get("fail"))) {
				case "connection", "true" -> FetchFailure.CONNECTION;
				case "timeout" -> FetchFailure.TIMEOUT;
				case "tls" -> FetchFailure.TLS;
				case "unknown-host" -> FetchFailure.UNKNOWN_HOST;
				default -> throw new IllegalArgumentException("A call can fail with \"connection\", \"timeout\","
						+ " \"tls\" or \"unknown-host\", and not with \"%s\"".formatted(object.get("fail")));
			});
		}
		int status = (object.get("status") instanceof Number number) ? number.intValue() : 200;
		if (status < 100 || status > 599) {
			throw new IllegalArgumentException("A status is a number from 100 to 599, and not " + status);
		}
		Stub.Answer answer = object.containsKey("json") ? (Stub.Answer) Stub.json(status, object.get("json"))
				: object.containsKey("text") ? (Stub.Answer) Stub.text(String.valueOf(object.get("text")))
						: (Stub.Answer) Stub.status(status);
		Map<String, String> headers = new LinkedHashMap<>(answer.headers());
		if (object.get("headers") instanceof Map<?, ?> own) {
			own.forEach((name, header) -> headers.put(String.valueOf(name).toLowerCase(Locale.ROOT),
					String.valueOf(header)));
		}
		return new Stub.Answer(status, headers, answer.body());
	}

}
