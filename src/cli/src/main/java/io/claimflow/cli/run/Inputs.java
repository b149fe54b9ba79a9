package io.claimflow.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a run is given: files of JSON, and pairs of a name and a value. */
final class Inputs {

	private static final long SIZE = 16 << 20;

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {
	};

	private Inputs() {
	}

	/** The JSON object in a file. */
	static Map<String, Object> object(Surroundings surroundings, String file) {
		Path path = surroundings.path(file);
		try {
			if (Files.size(path) > SIZE) {
				throw Failure.ofUsage(file + " has more than " + SIZE + " bytes", "Name another file.");
			}
			return JSON.readValue(Files.readAllBytes(path), OBJECT);
		}
		catch (IOException ex) {
			throw Failure.ofUsage(file + " cannot be read", "Name a file that is there.");
		}
		catch (JacksonException ex) {
			throw Failure.ofUsage(
					file + ":" + Math.max(ex.getLocation().getLineNr(), 1) + ":"
							+ Math.max(ex.getLocation().getColumnNr(), 1) + ": it is no JSON object: "
							+ Terminal.oneLine(ex.getOriginalMessage()),
					"Correct it: names and texts have double quotes.");
		}
	}

	/** The JSON object of a name in another one. */
	static Map<String, Object> member(String file, Map<String, Object> object, String name) {
		return JSON.convertValue(member(file, name, object.get(name)), OBJECT);
	}

	private static Map<?, ?> member(String file, String name, @Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return map;
		}
		throw Failure.ofUsage("\"" + name + "\" in " + file + " is no object", "Write { … }.");
	}

	/**
	 * The value that somebody wrote on the command line: JSON if it is some, and else the
	 * text itself.
	 */
	static @Nullable Object value(String text) {
		try {
			return JSON.readValue(text, Object.class);
		}
		catch (JacksonException ex) {
			return text;
		}
	}

}
