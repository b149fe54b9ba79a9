package io.claimflow.management;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import io.claimflow.secret.SecretJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A reader of management calls that checks what it reads.
 */
public final class RequestReader {

	/** Identifiers, codes and keys are keys of tables too. */
	private static final int KEY_LENGTH = 200;

	private final int bodyLength;

	private final int valueLength;

	/**
	 * Creates a reader.
	 * @param bodyLength the number of bytes of a body
	 * @param valueLength the number of characters of a value
	 */
	public RequestReader(int bodyLength, int valueLength) {
		this.bodyLength = bodyLength;
		this.valueLength = valueLength;
	}

	/** The value of a variable of the path. */
	public static String path(ApiRequest request, String name) {
		return key(name, request.pathVariables().getOrDefault(name, ""));
	}

	/** A parameter that has to be there. */
	public static String parameter(ApiRequest request, String name) {
		return optionalParameter(request, name)
			.orElseThrow(() -> ApiErrors.invalid("The parameter '" + name + "' is missing: add it to the query"));
	}

	/** A parameter, or empty if it is not there or has no value. */
	public static Optional<String> optionalParameter(ApiRequest request, String name) {
		return request.param(name).filter((value) -> !value.isEmpty()).map((value) -> key(name, value));
	}

	/** The number of entries that the caller wants to see at most. */
	public static int pageSize(ApiRequest request, int maximum) {
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
		throw ApiErrors.invalid("The parameter 'page_size' is no number from 1 to " + maximum);
	}

	/** The JSON object of the body. */
	public JsonNode body(ApiRequest request) {
		requireJson(request);
		try {
			byte[] bytes = request.body().read(this.bodyLength + 1);
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
		throw ApiErrors.invalid("The body is no JSON object: send one");
	}

	private static void requireJson(ApiRequest request) {
		if (!request.json()) {
			throw new ApiException(415, "CONTENT_TYPE_UNSUPPORTED",
					"The body is not said to be JSON: send the header Content-Type: application/json");
		}
	}

	/** A text of a JSON object that has to be there. */
	public String text(JsonNode object, String name) {
		String text = optionalText(object, name);
		if (text == null) {
			throw ApiErrors.invalid("The text '" + name + "' is missing in the body");
		}
		return text;
	}

	/** A text of a JSON object that has to be there, and may be empty. */
	public String anyText(JsonNode object, String name) {
		JsonNode value = object.path(name);
		if (!value.isString()) {
			throw ApiErrors.invalid("The text '" + name + "' is missing in the body");
		}
		return value(name, value.asString());
	}

	/** A text of a JSON object, or null if it is not there, null or empty. */
	public @Nullable String optionalText(JsonNode object, String name) {
		JsonNode value = object.path(name);
		if (value.isMissingNode() || value.isNull()) {
			return null;
		}
		if (!value.isString()) {
			throw ApiErrors.invalid("'" + name + "' is no text in the body");
		}
		String text = value(name, value.asString());
		return text.isEmpty() ? null : text;
	}

	/** Whether something is said in a JSON object, which is false if nothing is. */
	public static boolean flag(JsonNode object, String name) {
		JsonNode value = object.path(name);
		if (value.isMissingNode() || value.isNull()) {
			return false;
		}
		if (!value.isBoolean()) {
			throw ApiErrors.invalid("'" + name + "' is neither true nor false in the body");
		}
		return value.asBoolean();
	}

	/** The objects of an array, which is empty if it is not there. */
	public static List<JsonNode> objects(JsonNode object, String name) {
		JsonNode array = object.path(name);
		if (array.isMissingNode() || array.isNull()) {
			return List.of();
		}
		List<JsonNode> elements = array.isArray() ? array.valueStream().toList() : List.of();
		if (!array.isArray() || !elements.stream().allMatch(JsonNode::isObject)) {
			throw ApiErrors.invalid("'" + name + "' is no array of objects in the body");
		}
		return elements;
	}

	/** Checks what becomes an identifier, or is one. */
	public static String key(String name, String value) {
		if (value.length() > KEY_LENGTH) {
			throw ApiErrors.invalid("'" + name + "' has more than " + KEY_LENGTH + " characters");
		}
		if (value.isBlank() || value.codePoints().anyMatch(Character::isISOControl)) {
			throw ApiErrors.invalid("'" + name + "' is empty or has control characters");
		}
		return value;
	}

	/** Checks what is kept. */
	public String value(String name, String value) {
		if (value.length() > this.valueLength) {
			throw ApiErrors.invalid("'" + name + "' has more than " + this.valueLength
					+ " characters: send less, or an operator raises claimflow.api.value-length");
		}
		if (value.indexOf('\0') >= 0) {
			throw ApiErrors.invalid("'" + name + "' has a null character");
		}
		return value;
	}

}
