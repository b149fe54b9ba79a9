package io.claimflow.spring.management;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import io.claimflow.secret.SecretJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * A reader of management calls that checks what it reads.
 */
final class RequestReader {

	/** Identifiers, codes and keys are keys of tables too. */
	private static final int KEY_LENGTH = 200;

	private final int bodyLength;

	private final int valueLength;

	RequestReader(ApiProperties properties) {
		this.bodyLength = Math.toIntExact(properties.requestBytes().toBytes());
		this.valueLength = properties.valueLength();
	}

	/** The value of a variable of the path. */
	static String path(ServerRequest request, String name) {
		return key(name, request.pathVariables().getOrDefault(name, ""));
	}

	/** A parameter that has to be there. */
	static String parameter(ServerRequest request, String name) {
		return optionalParameter(request, name)
			.orElseThrow(() -> ApiException.invalid("The parameter '" + name + "' is missing: add it to the query"));
	}

	/** A parameter, or empty if it is not there or has no value. */
	static Optional<String> optionalParameter(ServerRequest request, String name) {
		return request.param(name).filter((value) -> !value.isEmpty()).map((value) -> key(name, value));
	}

	/** The number of entries that the caller wants to see at most. */
	static int pageSize(ServerRequest request, int maximum) {
		String value = request.param("page_size").orElse("");
		if (value.isEmpty()) {
			return maximum;
		}
		try {
			int size = Integer.parseInt(value);
			if (size > 0) {
				return Math.min(size, maximum);
			}
		}
		catch (NumberFormatException ex) {
			// As if it were out of range
		}
		throw ApiException.invalid("The parameter 'page_size' is no number from 1 to " + maximum);
	}

	/** The JSON object of the body. */
	JsonNode body(ServerRequest request) {
		requireJson(request);
		try {
			byte[] bytes = request.servletRequest().getInputStream().readNBytes(this.bodyLength + 1);
			if (bytes.length > this.bodyLength) {
				throw new ApiException(413, "REQUEST_TOO_LARGE", "The body has more than " + this.bodyLength
						+ " bytes: send less, or an operator raises claimflow.api.request-bytes");
			}
			JsonNode body = SecretJson.mapper().readTree(bytes);
			if (body.isObject()) {
				return body;
			}
		}
		catch (IOException | JacksonException ex) {
			// The message may quote what was sent
		}
		throw ApiException.invalid("The body is no JSON object: send one");
	}

	private static void requireJson(ServerRequest request) {
		try {
			if (request.headers().contentType().filter(MediaType.APPLICATION_JSON::isCompatibleWith).isPresent()) {
				return;
			}
		}
		catch (InvalidMediaTypeException ex) {
			// No type either
		}
		throw new ApiException(415, "CONTENT_TYPE_UNSUPPORTED",
				"The body is not said to be JSON: send the header Content-Type: application/json");
	}

	/** A text of a JSON object that has to be there. */
	String text(JsonNode object, String name) {
		String text = optionalText(object, name);
		if (text == null) {
			throw ApiException.invalid("The text '" + name + "' is missing in the body");
		}
		return text;
	}

	/** A text of a JSON object that has to be there, and may be empty. */
	String anyText(JsonNode object, String name) {
		JsonNode value = object.path(name);
		if (!value.isString()) {
			throw ApiException.invalid("The text '" + name + "' is missing in the body");
		}
		return value(name, value.asString());
	}

	/** A text of a JSON object, or null if it is not there, null or empty. */
	@Nullable String optionalText(JsonNode object, String name) {
		JsonNode value = object.path(name);
		if (value.isMissingNode() || value.isNull()) {
			return null;
		}
		if (!value.isString()) {
			throw ApiException.invalid("'" + name + "' is no text in the body");
		}
		String text = value(name, value.asString());
		return text.isEmpty() ? null : text;
	}

	/** Whether something is said in a JSON object, which is false if nothing is. */
	static boolean flag(JsonNode object, String name) {
		JsonNode value = object.path(name);
		if (value.isMissingNode() || value.isNull()) {
			return false;
		}
		if (!value.isBoolean()) {
			throw ApiException.invalid("'" + name + "' is neither true nor false in the body");
		}
		return value.asBoolean();
	}

	/** The objects of an array, which is empty if it is not there. */
	static List<JsonNode> objects(JsonNode object, String name) {
		JsonNode array = object.path(name);
		if (array.isMissingNode() || array.isNull()) {
			return List.of();
		}
		List<JsonNode> elements = array.isArray() ? array.valueStream().toList() : List.of();
		if (!array.isArray() || !elements.stream().allMatch(JsonNode::isObject)) {
			throw ApiException.invalid("'" + name + "' is no array of objects in the body");
		}
		return elements;
	}

	/** Checks what becomes an identifier, or is one. */
	static String key(String name, String value) {
		if (value.length() > KEY_LENGTH) {
			throw ApiException.invalid("'" + name + "' has more than " + KEY_LENGTH + " characters");
		}
		if (value.isBlank() || value.codePoints().anyMatch(Character::isISOControl)) {
			throw ApiException.invalid("'" + name + "' is empty or has control characters");
		}
		return value;
	}

	/** Checks what is kept. */
	String value(String name, String value) {
		if (value.length() > this.valueLength) {
			throw ApiException.invalid("'" + name + "' has more than " + this.valueLength
					+ " characters: send less, or an operator raises claimflow.api.value-length");
		}
		if (value.indexOf('\0') >= 0) {
			throw ApiException.invalid("'" + name + "' has a null character");
		}
		return value;
	}

}
