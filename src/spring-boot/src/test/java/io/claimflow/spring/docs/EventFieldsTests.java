package io.claimflow.spring.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no type promises a field that no event has: whoever checks such a field has
 * a check that never bites.
 */
class EventFieldsTests {

	private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();

	/** The plans are those of applications, which fire these triggers themselves. */
	private static final List<String> OF_APPLICATIONS = List.of("agreementId", "currentPlanCode", "requestedPlanCode");

	@Test
	void everyFieldOfTheTypesIsWrittenIntoSomeEvent() throws IOException {
		String code = code();
		Set<String> unwritten = fields();
		assertThat(unwritten).hasSizeGreaterThan(40).contains("accessToken");
		unwritten.removeIf((field) -> code.contains("\"" + field + "\""));
		assertThat(unwritten).containsExactlyElementsOf(OF_APPLICATIONS);
	}

	/** The names of the fields in the types of events. */
	private static Set<String> fields() throws IOException {
		String types = Files.readString(SOURCES.resolve("typings/events.d.ts"))
			.replaceAll("(?s)/\\*\\*.*?\\*/|//[^\n]*", "")
			.replaceAll("\"[^\"]*\"", "");
		return Pattern.compile("\\b([A-Za-z_]\\w*)\\??:")
			.matcher(types)
			.results()
			.map((MatchResult field) -> field.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String code() throws IOException {
		StringBuilder code = new StringBuilder();
		for (String module : List.of("engine", "spring-boot")) {
			try (Stream<Path> files = Files.walk(SOURCES.resolve(module).resolve("src/main/java"))) {
				for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
					code.append(Files.readString(file));
				}
			}
		}
		return code.toString();
	}

}
