package io.claimflow.spring.http;

import java.io.IOException;
import java.io.UncheckedIOException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Bodies of calls below {@code /claimflow}.
 */
public final class CallBodies {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private CallBodies() {
	}

	/**
	 * Reads a JSON object; no body is an empty one.
	 * @param bytes the bytes that it may have
	 * @throws RefusedCallException if the body is something else
	 */
	public static JsonNode object(ServerRequest request, int bytes) {
		requireType(request, MediaType.APPLICATION_JSON);
		try {
			byte[] read = request.servletRequest().getInputStream().readNBytes(bytes + 1);
			if (read.length > bytes) {
				throw new RefusedCallException(413, "Too large", "The body has more than %d bytes".formatted(bytes));
			}
			JsonNode body = (read.length == 0) ? JSON.createObjectNode() : JSON.readTree(read);
			if (body.isObject()) {
				return body;
			}
		}
		catch (IOException | JacksonException ex) {
			// The message may quote what was sent.
		}
		throw new RefusedCallException(400, "Bad request", "The body is no JSON object");
	}

	/**
	 * Requires that a body is said to be of a type.
	 * @throws RefusedCallException if it is not
	 */
	public static void requireType(ServerRequest request, MediaType type) {
		if (request.headers().contentType().filter(type::isCompatibleWith).isEmpty()) {
			throw new RefusedCallException(415, "Unsupported media type",
					"The body is not said to be %s: send the header Content-Type: %s".formatted(type, type));
		}
	}

	/**
	 * A response with the OpenAPI document of an area.
	 * @param near a class beside which {@code openapi.json} is
	 */
	public static ServerResponse openApi(Class<?> near) {
		try {
			return ServerResponse.ok()
				.contentType(MediaType.APPLICATION_JSON)
				.body(new ClassPathResource("openapi.json", near).getContentAsByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
