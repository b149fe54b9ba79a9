package io.claimflow.kinde;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A reader of what counts here of a {@code kinde.json}: its {@code rootDir}. The file may
 * have comments and trailing commas, as Kinde's documentation prints it. The class reads
 * tokens because a tree does not keep the locations of its values.
 */
public final class KindeJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
		.build();

	/** The name of the file, in the root of a project. */
	public static final String FILE = "kinde.json";

	/** What stands for {@code rootDir} where the file does not name it. */
	public static final String DEFAULT_ROOT_DIR = "kindeSrc";

	private static final String LEAVE_OUT = ", or leave it out for \"" + DEFAULT_ROOT_DIR + "\".";

	private final String text;

	private final String name;

	private final Function<String, Optional<String>> normalize;

	private final List<Problem> problems;

	private KindeJson(String text, String name, Function<String, Optional<String>> normalize, List<Problem> problems) {
		this.text = text;
		this.name = name;
		this.normalize = normalize;
		this.problems = problems;
	}

	/**
	 * Reads {@code rootDir}. What is wrong is added to the problems.
	 * @param text the text of the file
	 * @param name the path of the file, for messages
	 * @param normalize makes a plain path of one with dots, or none if it leaves the root
	 * @param problems where to add what is wrong
	 * @return the folder relative to the root, or the default if none is named
	 */
	public static String rootDir(String text, String name, Function<String, Optional<String>> normalize,
			List<Problem> problems) {
		return new KindeJson(text, name, normalize, problems).rootDir();
	}

	private String rootDir() {
		String rootDir = DEFAULT_ROOT_DIR;
		try (JsonParser parser = MAPPER.createParser(this.text)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				problem(parser.currentTokenLocation(), this.name + " is not a JSON object",
						"Write: { \"version\": \"2024-12-09\", \"rootDir\": \"" + DEFAULT_ROOT_DIR + "\" }");
				return rootDir;
			}
			while (parser.nextToken() != JsonToken.END_OBJECT) {
				String name = parser.currentName();
				JsonToken value = parser.nextToken();
				if ("rootDir".equals(name)) {
					rootDir = rootDir(parser, value);
				}
				parser.skipChildren();
			}
			if (parser.nextToken() != null) {
				problem(parser.currentTokenLocation(), this.name + " goes on after the end of its JSON object",
						"Remove what follows the object.");
			}
		}
		catch (JacksonException ex) {
			problem(ex.getLocation(), this.name + " is not valid JSON: " + message(ex),
					"Correct it: names and texts need double quotes; comments and trailing commas are allowed.");
		}
		return rootDir;
	}

	private String rootDir(JsonParser parser, JsonToken value) {
		TokenStreamLocation location = parser.currentTokenLocation();
		if (value != JsonToken.VALUE_STRING) {
			problem(location, "rootDir in " + this.name + " is not a string",
					"Write the name of a folder in quotes" + LEAVE_OUT);
			return DEFAULT_ROOT_DIR;
		}
		String given = parser.getString();
		if (given.isBlank()) {
			problem(location, "rootDir in " + this.name + " is empty",
					"Name a folder (\".\" is that of " + FILE + ")" + LEAVE_OUT);
			return DEFAULT_ROOT_DIR;
		}
		String path = given.replace('\\', '/');
		if (path.startsWith("/") || path.matches("[A-Za-z]:.*")) {
			problem(location, "rootDir in " + this.name + " is an absolute path",
					"Name a folder relative to that of " + FILE + LEAVE_OUT);
			return DEFAULT_ROOT_DIR;
		}
		return this.normalize.apply(path).orElseGet(() -> {
			problem(location, "rootDir in " + this.name + " leaves the project",
					"Name a folder below that of " + FILE + LEAVE_OUT);
			return DEFAULT_ROOT_DIR;
		});
	}

	private void problem(TokenStreamLocation location, String message, String action) {
		int line = Math.max(location.getLineNr(), 1);
		int column = Math.max(location.getColumnNr(), 1);
		String[] lines = this.text.split("\r\n|\r|\n", -1);
		this.problems.add(new Problem(new SourceLocation(FILE, line, column), message, action,
				(line <= lines.length) ? lines[line - 1] : null));
	}

	/** Without the references to a source that Jackson does not show. */
	private static String message(JacksonException exception) {
		return exception.getOriginalMessage().replaceAll(" \\([^(]*\\[Source: [^]]*]\\)", "");
	}

}
