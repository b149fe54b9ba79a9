package io.claimflow.typings;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * The types that authors get, checked with the compiler of TypeScript. That needs
 * {@code node} on the path; where there is none, these tests are skipped.
 */
class TypingsTests {

	private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

	private static final Pattern SAMPLE = Pattern.compile("(?s)```(?:ts|typescript)\n// (\\S+)\n(.*?)```");

	/** An event, after the trigger that it is of. */
	private static final Pattern EVENT = Pattern.compile(
			"(?m)^`(?<trigger>[a-z0-9]+:\\w+)`(?:(?!```)[\\s\\S])*?:\n\n```json\n(?<json>(?:(?!```)[\\s\\S])*)```");

	@TempDir
	private static Path folder;

	@BeforeAll
	static void unpack() throws Exception {
		try {
			assertThat(new ProcessBuilder("node", "--version").start().waitFor()).isZero();
		}
		catch (IOException ex) {
			abort("The types are not checked: there is no node on the path (" + ex.getMessage() + ")");
		}
		Typings.main(new String[] { folder.resolve("types").toString() });
		Files.copy(ROOT.resolve("src/test/typings/index.d.ts"),
				Files.createDirectories(folder.resolve("types/test")).resolve("index.d.ts"));
		URI compiler = Objects
			.requireNonNull(TypingsTests.class.getResource("/META-INF/maven/org.webjars.npm/typescript/pom.properties"))
			.toURI();
		try (FileSystem jar = FileSystems.newFileSystem(compiler, Map.of());
				Stream<Path> versions = Files.list(jar.getPath("META-INF/resources/webjars/typescript"))) {
			Path lib = versions.findFirst().orElseThrow().resolve("lib");
			try (Stream<Path> files = Files.list(lib)) {
				for (Path file : files.filter(TypingsTests::isNeeded).toList()) {
					Files.copy(file,
							Files.createDirectories(folder.resolve("tsc")).resolve(file.getFileName().toString()));
				}
			}
		}
	}

	private static boolean isNeeded(Path file) {
		return file.getFileName().toString().matches("_?tsc\\.js|lib\\..*\\.d\\.ts");
	}

	/** What the compiler says of files, with the options of the types and more. */
	private static String check(String name, Map<String, Object> options, List<Path> include) throws Exception {
		Path project = folder.resolve(name + ".json");
		Files
			.writeString(project,
					JsonMapper.shared()
						.writeValueAsString(Map.of("extends", "./types/tsconfig.json", "compilerOptions", options,
								"include",
								Stream.concat(Stream.of("types"), include.stream().map(Path::toString)).toList())));
		Process tsc = new ProcessBuilder("node", "tsc/tsc.js", "--pretty", "false", "-p", project.toString())
			.directory(folder.toFile())
			.redirectErrorStream(true)
			.start();
		String output = new String(tsc.getInputStream().readAllBytes());
		assertThat(tsc.waitFor(1, TimeUnit.MINUTES)).isTrue();
		return output.isEmpty() ? "exit " + tsc.exitValue() : output;
	}

	@Test
	void everySampleEveryEventAndEveryWorkflowOfTheDemoPassesTheTypes() throws Exception {
		Path samples = folder.resolve("samples");
		int written = 0;
		List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			docs.filter((page) -> page.toString().endsWith(".md")).forEach(pages::add);
		}
		for (Path page : pages) {
			for (MatchResult sample : SAMPLE.matcher(Files.readString(page)).results().toList()) {
				Path file = samples.resolve(page.getFileName().toString()).resolve(sample.group(1));
				Files.createDirectories(file.getParent());
				Files.writeString(file, sample.group(2));
				written++;
			}
		}
		assertThat(written).isGreaterThan(15);
		Files.writeString(samples.resolve("packages.d.ts"), "declare module \"zod\" { export const z: any; }");
		Files.writeString(samples.resolve("events.ts"), events());
		assertThat(check("samples", Map.of(), List.of(samples, ROOT.resolve("demo-app/workflows/kindeSrc"),
				ROOT.resolve("src/engine/src/test/resources/moved"))))
			.isEqualTo("exit 0");
	}

	/** Each event of the documentation as a value of its type. */
	private static String events() throws IOException {
		StringBuilder events = new StringBuilder();
		Matcher event = EVENT.matcher(Files.readString(ROOT.resolve("docs/writing-workflows.md")));
		int number = 0;
		while (event.find()) {
			events.append("export const event%d: Claimflow.Events[\"%s\"] = %s;\n".formatted(number++,
					event.group("trigger"), event.group("json")));
		}
		assertThat(number).as("events of the documentation").isEqualTo(10);
		return events.toString();
	}

	@Test
	void theTypesLetPassWhatRunsAndRefuseWhatDoesNot() throws Exception {
		Path uses = Files.createDirectories(folder.resolve("uses")).resolve("uses.ts");
		try (InputStream in = Objects.requireNonNull(TypingsTests.class.getResourceAsStream("/typings/uses.ts"))) {
			Files.copy(in, uses);
		}
		assertThat(check("uses", Map.of(), List.of(uses))).isEqualTo("exit 0");
		assertThat(check("dom", Map.of("lib", List.of("ES2023", "DOM", "DOM.Iterable")), List.of(uses)))
			.isEqualTo("exit 0");
	}

}
