package io.claimflow.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.claimflow.Failure;
import io.claimflow.Warning;
import io.claimflow.typings.Typings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * The types of test files, checked with the compiler of TypeScript. That needs
 * {@code node} on the path; where there is none, that test is skipped.
 */
class TestTypingsTests {

	private static final Path TYPINGS = Path.of("typings");

	@TempDir
	private Path folder;

	private void writeTypes() throws Exception {
		try {
			assertThat(new ProcessBuilder("node", "--version").start().waitFor()).isZero();
		}
		catch (IOException ex) {
			abort("The types are not checked: there is no node on the path (" + ex.getMessage() + ")");
		}
		Typings.write(this.folder.resolve("types"));
		TestTypings.write(this.folder.resolve("types"));
		Files.writeString(this.folder.resolve("tsconfig.json"), JsonMapper.shared()
			.writeValueAsString(Map.of("extends", "./types/tsconfig.json", "include", List.of("types", "*.ts"))));
	}

	private void copy(String resource) throws IOException {
		try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/typings/" + resource))) {
			Files.copy(in, this.folder.resolve(resource));
		}
	}

	/**
	 * What the service that editors ask for TypeScript offers at each place of a file
	 * that a comment <code>/*name*&#47;</code> marks.
	 */
	@Test
	void anEditorCompletesEventsBindingsClaimsAndMatchers() throws Exception {
		writeTypes();
		copy("completed.ts");
		copy("completions.cjs");
		unpackCompiler("typescript\\.js|lib\\..*\\.d\\.ts");
		Process service = new ProcessBuilder("node", "completions.cjs").directory(this.folder.toFile())
			.redirectErrorStream(true)
			.start();
		String answer = new String(service.getInputStream().readAllBytes());
		assertThat(service.waitFor()).as(answer).isZero();
		Map<String, List<String>> offered = new LinkedHashMap<>();
		JsonMapper.shared()
			.readTree(answer)
			.properties()
			.forEach((place) -> offered.put(place.getKey(),
					place.getValue().valueStream().map(JsonNode::asString).toList()));
		assertThat(offered.get("trigger")).contains("m2m:token_generation", "user:tokens_generation", "user:pre_mfa");
		assertThat(offered.get("setting")).contains("failurePolicy", "name");
		assertThat(offered.get("binding")).contains("kinde.m2mToken", "kinde.fetch", "url");
		assertThat(offered.get("event")).contains("application", "domains").doesNotContain("user");
		assertThat(offered.get("overrides")).contains("clientId");
		assertThat(offered.get("claims")).contains("plan");
		assertThat(offered.get("global")).contains("m2mToken", "fetch", "cache");
		assertThat(offered.get("matcher")).contains("toSetClaim", "toFailWith", "toCall", "toEqual", "not");
		assertThat(offered.get("kind")).contains("DEADLINE", "EXCEPTION");
		assertThat(offered.get("run")).contains("accessToken", "denial", "calls", "management");
		assertThat(offered.get("option")).contains("env", "secrets", "fetch", "management", "now");
	}

	@Test
	void theTypesLetPassWhatRunsAndRefuseWhatDoesNot() throws Exception {
		writeTypes();
		copy("uses.ts");
		unpackCompiler("_?tsc\\.js|lib\\..*\\.d\\.ts");
		Process tsc = new ProcessBuilder("node", "tsc/tsc.js", "--pretty", "false", "-p", "tsconfig.json")
			.directory(this.folder.toFile())
			.redirectErrorStream(true)
			.start();
		assertThat(new String(tsc.getInputStream().readAllBytes())).isEmpty();
		assertThat(tsc.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(tsc.exitValue()).isZero();
	}

	private void unpackCompiler(String needed) throws Exception {
		URI compiler = Objects
			.requireNonNull(getClass().getResource("/META-INF/maven/org.webjars.npm/typescript/pom.properties"))
			.toURI();
		Path target = Files.createDirectories(this.folder.resolve("tsc"));
		try (FileSystem jar = FileSystems.newFileSystem(compiler, Map.of());
				Stream<Path> versions = Files.list(jar.getPath("META-INF/resources/webjars/typescript"));
				Stream<Path> files = Files.list(versions.findFirst().orElseThrow().resolve("lib"))) {
			for (Path file : files.filter((path) -> path.getFileName().toString().matches(needed)).toList()) {
				Files.copy(file, target.resolve(file.getFileName().toString()));
			}
		}
	}

	@Test
	void theTypesNameWhatTheEngineAndTheHarnessHave() throws Exception {
		String types = Files.readString(TYPINGS.resolve("index.d.ts"));
		assertThat(Stream.of(Failure.Kind.values()).map((kind) -> "\"" + kind + "\"")).allMatch(types::contains);
		assertThat(Stream.of(Warning.Kind.values()).map((kind) -> "\"" + kind + "\"")).allMatch(types::contains);
		assertThat(TestModule.EXPORTS).allMatch(
				(name) -> Pattern.compile("(?m)^export (?:const|function) " + name + "\\b").matcher(types).find());
		String harness = Files.readString(Path.of("src/main/resources/io/claimflow/testing/harness.js"));
		String matchers = types.substring(types.indexOf("interface RunMatchers"), types.indexOf("interface Matchers"));
		assertThat(
				Pattern.compile("(?m)^  (to[A-Z]\\w+)\\(run").matcher(harness).results().map((found) -> found.group(1)))
			.hasSizeGreaterThan(10)
			.allMatch((matcher) -> matchers.contains("  " + matcher + "("));
	}

	@Test
	void thePackageHasTheVersionOfTheOther() {
		JsonNode own = JsonMapper.shared().readTree(TYPINGS.resolve("package.json").toFile());
		JsonNode other = JsonMapper.shared().readTree(Path.of("../typings/package.json").toFile());
		assertThat(own.path("version")).isEqualTo(other.path("version"));
		assertThat(own.path("peerDependencies").path("@claimflow/workflows")).isEqualTo(other.path("version"));
	}

}
