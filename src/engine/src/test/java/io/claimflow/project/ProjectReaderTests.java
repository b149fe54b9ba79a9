package io.claimflow.project;

import java.io.IOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

class ProjectReaderTests {

	private static final String WORKFLOWS = "kindeSrc/environment/workflows/";

	private static final String CODE = "export default async () => {};";

	private final ProjectReader reader = reader(Limits.defaults());

	@TempDir
	private Path temporary;

	private Path project;

	@BeforeEach
	void makeProject() throws IOException {
		this.project = Files.createDirectory(this.temporary.resolve("project"));
	}

	@Nested
	class ALocation {

		@Test
		void isADirectory() throws Exception {
			write("aWorkflow.ts", CODE);
			Project read = read();
			assertThat(read.location()).isEqualTo(project().toString());
			assertThat(read.directory()).contains(project());
			assertThat(read.workflowFiles()).containsExactly("aWorkflow.ts");
			assertThat(read.files()).containsExactly(Map.entry("aWorkflow.ts", CODE));
			assertThat(read.unreadable()).isEmpty();
		}

		@Test
		void isAFileUrlWithOrWithoutEncoding() throws Exception {
			write("my folder/ü/aWorkflow.ts", CODE);
			Path folder = project().resolve("my folder/ü");
			assertThat(List.of(folder.toUri().toString(), folder.toUri().toASCIIString(), "file:" + folder,
					"file://" + folder, "file:" + folder + "/../ü"))
				.allSatisfy((location) -> assertThat(reader().read(location).directory()).contains(folder));
		}

		@Test
		void isRelativeToTheWorkingDirectory() throws Exception {
			write("aWorkflow.ts", CODE);
			Path relative = Path.of("").toAbsolutePath().relativize(project());
			assertThat(reader().read("file:" + relative).directory()).contains(project());
			assertThat(reader().read(relative.toString()).directory()).contains(project());
		}

		@Test
		void mayBeASymbolicLink() throws Exception {
			write("aWorkflow.ts", CODE);
			Path link = Files.createSymbolicLink(temporary().resolve("current"), project());
			assertThat(reader().read(link.toString()).files()).containsOnlyKeys("aWorkflow.ts");
		}

		@Test
		void thatDoesNotExistIsRefused() {
			Path missing = project().resolve("missing");
			assertThat(problem("file:" + missing).message())
				.isEqualTo("The location file:" + missing + " (" + missing + ") does not exist");
		}

		@Test
		void thatIsAFileIsRefused() throws Exception {
			write("aWorkflow.ts", CODE);
			assertThat(problem(project().resolve("aWorkflow.ts").toString()).message())
				.endsWith("aWorkflow.ts is not a directory");
		}

		@Test
		void thatCannotBeReadIsRefused() throws Exception {
			write("closed/aWorkflow.ts", CODE);
			try (Closed closed = new Closed(project().resolve("closed"))) {
				assertThat(problem(closed.folder().toString()).message()).endsWith("closed is not readable");
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "", " ", "https://example.com/workflows", "classpath*:workflows", "file://host/x",
				"a\0b", "classpath:missing", "classpath:../x" })
		void thatNamesNoDirectoryIsRefusedWithAnAction(String location) {
			Problem problem = problem(location);
			assertThat(problem.message()).startsWith("The location ").contains(location.strip());
			assertThat(problem.action()).startsWith("Name a directory");
		}

	}

	@Nested
	class AClasspathLocation {

		@Test
		void isADirectoryOnDisk() throws Exception {
			write("workflows/aWorkflow.ts", CODE);
			try (URLClassLoader classpath = classpath(project())) {
				for (String location : List.of("classpath:workflows", "classpath:/workflows", "classpath:workflows/")) {
					Project read = reader(classpath).read(location);
					assertThat(read.directory()).contains(project().resolve("workflows"));
					assertThat(read.files()).containsOnlyKeys("aWorkflow.ts");
				}
			}
		}

		@Test
		void isADirectoryInAJar() throws Exception {
			Path jar = jar("with space.jar", true, "workflows/", "", "workflows/nested/", "",
					"workflows/nested/aWorkflow.ts", CODE, "workflows/lib.ts", "x");
			try (URLClassLoader classpath = classpath(jar)) {
				Project read = reader(classpath).read("classpath:workflows");
				assertThat(read.directory()).isEmpty();
				assertThat(read.workflowFiles()).containsExactly("nested/aWorkflow.ts");
				assertThat(read.files()).containsOnly(Map.entry("nested/aWorkflow.ts", CODE), Map.entry("lib.ts", "x"));
			}
		}

		@ParameterizedTest
		@ValueSource(booleans = { true, false })
		void isInAJarWithoutEntriesForDirectories(boolean manifest) throws Exception {
			Path jar = jar("bare.jar", manifest, "workflows/nested/aWorkflow.ts", CODE);
			try (URLClassLoader classpath = classpath(project(), jar)) {
				assertThat(reader(classpath).read("classpath:workflows").workflowFiles())
					.containsExactly("nested/aWorkflow.ts");
			}
		}

		@Test
		void inAJarHasItsProjectAbove() throws Exception {
			Path jar = jar("project.jar", true, "auth/kinde.json", "{\"rootDir\": \"src\"}", "auth/lib/a.ts", "x",
					"auth/src/environment/workflows/", "", "auth/src/environment/workflows/aWorkflow.ts", CODE,
					"other/b.ts", "x");
			try (URLClassLoader classpath = classpath(jar)) {
				Project read = reader(classpath).read("classpath:auth/src/environment/workflows");
				assertThat(read.workflowFiles()).containsExactly("src/environment/workflows/aWorkflow.ts");
				assertThat(read.files()).containsOnlyKeys("kinde.json", "lib/a.ts",
						"src/environment/workflows/aWorkflow.ts");
			}
		}

		@Test
		void doesNotLookAboveTheClasspath() throws Exception {
			write("kinde.json", "{}");
			write("classes/auth/kinde.json", "{}");
			write("classes/auth/" + WORKFLOWS + "aWorkflow.ts", CODE);
			write("classes/workflows/bWorkflow.ts", CODE);
			try (URLClassLoader classpath = classpath(project().resolve("classes"))) {
				ProjectReader reader = reader(classpath);
				assertThat(reader.read("classpath:auth/kindeSrc").workflowFiles())
					.containsExactly(WORKFLOWS + "aWorkflow.ts");
				assertThat(reader.read("classpath:workflows").workflowFiles()).containsExactly("bWorkflow.ts");
			}
		}

		@Test
		void isTheFirstOfItsName() throws Exception {
			write("one/workflows/aWorkflow.ts", CODE);
			Path jar = jar("two.jar", true, "workflows/", "", "workflows/bWorkflow.ts", CODE);
			try (URLClassLoader directoryFirst = classpath(project().resolve("one"), jar);
					URLClassLoader jarFirst = classpath(jar, project().resolve("one"))) {
				assertThat(reader(directoryFirst).read("classpath:workflows").workflowFiles())
					.containsExactly("aWorkflow.ts");
				assertThat(reader(jarFirst).read("classpath:workflows").workflowFiles())
					.containsExactly("bWorkflow.ts");
			}
		}

		@Test
		void isReadAgainAndAgainFromAJarThatOthersUse() throws Exception {
			Path jar = jar("shared.jar", true, "workflows/", "", "workflows/aWorkflow.ts", CODE);
			try (URLClassLoader classpath = classpath(jar);
					FileSystem shared = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
				assertThat(reader(classpath).read("classpath:workflows")).isNotNull();
				assertThat(reader(classpath).read("classpath:workflows")).isNotNull();
				assertThat(shared.isOpen()).isTrue();
			}
		}

		@Test
		void thatIsAFileIsRefused() throws Exception {
			write("workflows", "x");
			try (URLClassLoader classpath = classpath(project())) {
				assertThat(problem(reader(classpath), "classpath:workflows").message())
					.startsWith("The location classpath:workflows is not a directory: file:");
			}
		}

		@Test
		void inAJarNamesTheJarInProblems() throws Exception {
			Path jar = jar("empty.jar", true, "workflows/", "", "workflows/a.ts", CODE);
			try (URLClassLoader classpath = classpath(jar)) {
				assertThat(problem(reader(classpath), "classpath:workflows").message())
					.contains("No workflows found below jar:file:", "empty.jar!/workflows");
			}
		}

	}

	@Nested
	class AKindeJson {

		@Test
		void isLookedForUpward() throws Exception {
			write("kinde.json", "{\"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\"}");
			write("lib/shared.ts", "x");
			write(WORKFLOWS + "deep/er/aWorkflow.ts", CODE);
			write(WORKFLOWS + "bWorkflow.ts", CODE);
			for (String start : List.of("", "lib", "kindeSrc", WORKFLOWS + "deep/er")) {
				Project read = reader().read(project().resolve(start).toString());
				assertThat(read.directory()).contains(project());
				assertThat(read.workflowFiles()).containsExactly(WORKFLOWS + "bWorkflow.ts",
						WORKFLOWS + "deep/er/aWorkflow.ts");
				assertThat(read.files()).containsKeys("kinde.json", "lib/shared.ts");
			}
		}

		@Test
		void bringsOnlyTheWorkflowsOfItsFolder() throws Exception {
			write("kinde.json", "{}");
			write(WORKFLOWS + "aWorkflow.ts", CODE);
			write("kindeSrc/environment/otherWorkflow.ts", CODE);
			write("kindeSrc/environment/workflows2/otherWorkflow.ts", CODE);
			assertThat(read().workflowFiles()).containsExactly(WORKFLOWS + "aWorkflow.ts");
			assertThat(read().files()).hasSize(4);
		}

		@ParameterizedTest
		@ValueSource(strings = { "src/auth", "./src//auth/", "src\\\\auth", "src/x/../auth" })
		void namesTheRootDir(String rootDir) throws Exception {
			write("kinde.json", "{\"rootDir\": \"" + rootDir + "\", \"integrations\": {\"rootDir\": 1}}");
			write("src/auth/environment/workflows/aWorkflow.ts", CODE);
			assertThat(read().workflowFiles()).containsExactly("src/auth/environment/workflows/aWorkflow.ts");
		}

		@ParameterizedTest
		@ValueSource(strings = { ".", "dist", ".hidden" })
		void mayNameAFolderThatIsLeftOutOtherwise(String rootDir) throws Exception {
			write("kinde.json", "{\"rootDir\": \"" + rootDir + "\"}");
			write(rootDir + "/environment/workflows/build/aWorkflow.ts", CODE);
			assertThat(read().workflowFiles()).hasSize(1);
		}

		@ParameterizedTest
		@ValueSource(strings = { "// Kinde\n{ \"rootDir\": \"src\" }", "{ \"rootDir\": \"src\", } // end\n",
				"{ /* version */ \"version\": \"2024-12-09\", // https://example.com/a\n \"rootDir\": \"src\",\n}",
				"{ \"integrations\": [\"a\", { \"b\": 1, }, ], \"rootDir\": /* here */ \"src\" }" })
		void mayHaveCommentsAndTrailingCommas(String text) throws Exception {
			write("kinde.json", text);
			write("src/environment/workflows/aWorkflow.ts", CODE);
			assertThat(read().workflowFiles()).containsExactly("src/environment/workflows/aWorkflow.ts");
		}

		@Test
		void thatIsMalformedIsShownWithItsLine() throws Exception {
			write("kinde.json", "\uFEFF{\n  \"version\": \"2024-12-09\",\r\n  \"rootDir\": kindeSrc\n}");
			write(WORKFLOWS + "aWorkflow.ts", CODE);
			Problem problem = problem();
			assertThat(problem.location()).isEqualTo(new SourceLocation("kinde.json", 3, 14));
			assertThat(problem.sourceLine()).isEqualTo("  \"rootDir\": kindeSrc");
			assertThat(problem.message()).startsWith(project().resolve("kinde.json") + " is not valid JSON: ");
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "{", "[]", "null", "\"x\"", "{\"a\": 1,,}", "{} {}", "{\"a\": [}", "// c", "/* {}",
				"{} // c\n{}" })
		void thatIsNoJsonObjectIsRefused(String text) throws Exception {
			write("kinde.json", text);
			Problem problem = problem();
			assertThat(problem.location()).isNotNull();
			assertThat(problem.message()).contains("kinde.json").doesNotContain("Source:");
		}

		@ParameterizedTest
		@ValueSource(strings = { "1", "null", "[\"a\"]", "{\"a\": 1}", "\"\"", "\"..\"", "\"a/../../b\"", "\"/etc\"",
				"\"C:\\\\x\"", "\"\\\\\\\\host\"" })
		void thatNamesNoFolderOfTheProjectIsRefused(String rootDir) throws Exception {
			write("kinde.json", "{\n\t\"rootDir\": " + rootDir + "\n}");
			Problem problem = problem();
			assertThat(problem.location()).isEqualTo(new SourceLocation("kinde.json", 2, 13));
			assertThat(problem.message()).startsWith("rootDir in ");
			assertThat(problem.sourceLine()).isEqualTo("\t\"rootDir\": " + rootDir);
		}

		@Test
		void thatIsALinkOutOfTheProjectIsNotShown() throws Exception {
			Path secret = Files.writeString(temporary().resolve("secret"), "s3cret");
			Files.createSymbolicLink(project().resolve("kinde.json"), secret);
			Problem problem = problem();
			assertThat(problem.message()).endsWith("kinde.json is a symbolic link that leaves the project");
			assertThat(problem.toString()).doesNotContain("s3cret");
		}

		@Test
		void isReportedTogetherWithTheWorkflows() throws Exception {
			write("kinde.json", "{\"rootDir\": 1}");
			write(WORKFLOWS + "aWorkflow.ts", "a\0");
			assertThat(problems(reader(), project().toString())).extracting(Problem::message)
				.satisfiesExactly((first) -> assertThat(first).startsWith("rootDir in "),
						(second) -> assertThat(second).startsWith("The workflow file is not text"));
		}

	}

	@Nested
	class Workflows {

		@ParameterizedTest
		@ValueSource(strings = { "aWorkflow.ts", "aworkflow.js", "A-WORKFLOW.TSX", "workflow.jsx" })
		void areKnownByTheirNames(String name) throws Exception {
			write(name, CODE);
			write("workflow.d.ts", "x");
			write("Workflow.mjs", "x");
			write("workflows.ts", "x");
			write("Workflow.ts.bak", "x");
			assertThat(read().workflowFiles()).containsExactly(name);
		}

		@Test
		void areSorted() throws Exception {
			for (String name : List.of("z/aWorkflow.ts", "bWorkflow.ts", "aWorkflow.ts", "a/cWorkflow.js")) {
				write(name, CODE);
			}
			assertThat(read().workflowFiles()).containsExactly("a/cWorkflow.js", "aWorkflow.ts", "bWorkflow.ts",
					"z/aWorkflow.ts");
		}

		@Test
		void areNotSearchedInLibrariesAndHiddenPlaces() throws Exception {
			write("aWorkflow.ts", CODE);
			for (String name : List.of("node_modules/x/bWorkflow.js", "n/node_modules/x/bWorkflow.js",
					"node_modules/@kinde/infrastructure/bWorkflow.js", ".git/bWorkflow.ts", "n/.old/bWorkflow.ts",
					"target/bWorkflow.ts", "dist/bWorkflow.js", ".#aWorkflow.ts")) {
				write(name, CODE);
			}
			assertThat(read().workflowFiles()).containsExactly("aWorkflow.ts");
		}

		@Test
		void thatAreMissingAreExplained() throws Exception {
			write("a.ts", CODE);
			Problem problem = problem();
			assertThat(problem.message())
				.isEqualTo("No workflows found below " + project() + " (there is no kinde.json in it or above)");
			assertThat(problem.action()).contains("workflow.ts", "workflow.js", "workflow.tsx", "workflow.jsx");
		}

		@Test
		void thatAreElsewhereAreNamed() throws Exception {
			write("kinde.json", "{}");
			write("src/environment/workflows/aWorkflow.ts", CODE);
			Problem problem = problem();
			assertThat(problem.message()).isEqualTo("No workflows found below kindeSrc/environment/workflows of "
					+ project() + ", which does not exist");
			assertThat(problem.action()).contains("rootDir", "src/environment/workflows/aWorkflow.ts");
		}

		@Test
		void thatAreMissingInAnExistingFolder() throws Exception {
			write("kinde.json", "{}");
			write(WORKFLOWS + "token.ts", CODE);
			assertThat(problem().message())
				.isEqualTo("No workflows found below kindeSrc/environment/workflows of " + project());
		}

	}

	@Nested
	class SourceFilesOfAProject {

		@Test
		void areSourcesOfEveryKind() throws Exception {
			String[] names = { "a.ts", "a.tsx", "a.js", "a.jsx", "a.mjs", "a.cjs", "a.mts", "a.cts", "a.json",
					"lib/nested/a.TS" };
			write("aWorkflow.ts", CODE);
			for (String name : names) {
				write(name, "text of " + name);
			}
			write("a.txt", "x");
			write("a.css", "x");
			write("json", "x");
			assertThat(read().files()).hasSize(names.length + 1)
				.containsKeys(names)
				.containsEntry("lib/nested/a.TS", "text of lib/nested/a.TS");
		}

		@Test
		void includeTheInstalledInfrastructureLibraryAndNoOther() throws Exception {
			write("kinde.json", "{}");
			write(WORKFLOWS + "aWorkflow.ts", CODE);
			String library = "node_modules/@kinde/infrastructure/";
			for (String name : List.of("package.json", "dist/index.js", "dist/index.mjs", "index.cjs", "index.d.ts",
					"node_modules/x/index.js", ".cache/x.js")) {
				write(library + name, "x");
			}
			write("node_modules/other/index.js", "x");
			write("node_modules/@kinde/other/index.js", "x");
			assertThat(read().files()).containsOnlyKeys("kinde.json", WORKFLOWS + "aWorkflow.ts",
					library + "package.json", library + "dist/index.js", library + "dist/index.mjs",
					library + "index.cjs");
		}

		@Test
		void includeALibraryThatIsInstalledAsALink() throws Exception {
			write("aWorkflow.ts", CODE);
			write("node_modules/.pnpm/infrastructure@1/package.json", "{}");
			link("node_modules/@kinde/infrastructure", project().resolve("node_modules/.pnpm/infrastructure@1"));
			assertThat(read().files()).containsOnlyKeys("aWorkflow.ts",
					"node_modules/@kinde/infrastructure/package.json");
		}

		@Test
		void loseTheirByteOrderMark() throws Exception {
			write("aWorkflow.ts", "\uFEFFlet ü = '😀'; // \uFEFF");
			assertThat(read().files()).containsEntry("aWorkflow.ts", "let ü = '😀'; // \uFEFF");
		}

		@Test
		void mayBeEmptyOrAsLargeAsAllowed() throws Exception {
			write("aWorkflow.ts", "");
			write("b.ts", "x".repeat(Limits.defaults().sourceBytes()));
			assertThat(read().files()).containsOnlyKeys("aWorkflow.ts", "b.ts");
		}

		@Test
		void thatCannotBeUsedAreLeftOutWithAReason() throws Exception {
			write("aWorkflow.ts", CODE);
			write("large.json", "x".repeat(10 * 1024 * 1024));
			write("binary.js", "some binary\0");
			writeBytes("latin.js", "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
			writeBytes("wide.js", "\uFEFFx".getBytes(StandardCharsets.UTF_16LE));
			Project read = read();
			assertThat(read.files()).containsOnlyKeys("aWorkflow.ts");
			assertThat(read.unreadable()).containsOnly(
					Map.entry("large.json",
							"is 10485760 bytes, more than the 1048576 that are allowed;"
									+ " raise claimflow.limits.source-bytes if it is meant"),
					Map.entry("binary.js", "is not text (a NUL byte at offset 11)"),
					Map.entry("latin.js", "is not text (invalid UTF-8 at offset 3)"),
					Map.entry("wide.js", "is not UTF-8 text (it starts with the byte order mark of UTF-16)"));
		}

		@Test
		void thatCannotBeUsedAreProblemsIfTheyAreWorkflows() throws Exception {
			write("largeWorkflow.js", "x".repeat(10 * 1024 * 1024));
			write("xWorkflow.ts", "some binary\0");
			assertThat(problems(reader(), project().toString())).extracting(Problem::location, Problem::message)
				.containsExactly(
						tuple(new SourceLocation("largeWorkflow.js", 1, 1),
								"The workflow file is 10485760 bytes, more than the 1048576 that are allowed;"
										+ " raise claimflow.limits.source-bytes if it is meant"),
						tuple(new SourceLocation("xWorkflow.ts", 1, 1),
								"The workflow file is not text (a NUL byte at offset 11)"));
		}

		@Test
		void thatMayNotBeReadAreLeftOut() throws Exception {
			write("aWorkflow.ts", CODE);
			write("closed.ts", CODE);
			try (Closed closed = new Closed(project().resolve("closed.ts"))) {
				assertThat(read().unreadable()).containsEntry(String.valueOf(closed.folder().getFileName()),
						"cannot be read (access is denied)");
			}
		}

		@Test
		void inAFolderThatMayNotBeReadAreAProblemWhereWorkflowsAreSearched() throws Exception {
			write("kinde.json", "{}");
			write(WORKFLOWS + "aWorkflow.ts", CODE);
			write("closed/a.ts", CODE);
			write(WORKFLOWS + "closed/bWorkflow.ts", CODE);
			try (Closed closed = new Closed(project().resolve("closed"))) {
				assertThat(read().unreadable()).containsEntry(String.valueOf(closed.folder().getFileName()),
						"cannot be read (access is denied)");
			}
			try (Closed closed = new Closed(project().resolve(WORKFLOWS + "closed"))) {
				assertThat(closed.folder()).exists();
				assertThat(problem().message()).isEqualTo("The folder " + WORKFLOWS
						+ "closed cannot be read (access is denied), so workflows in it would not run");
			}
		}

		@Test
		void mayBeSymbolicLinksInsideTheProject() throws Exception {
			write("kinde.json", "{}");
			write("shared/lib.ts", "x");
			write(WORKFLOWS + "aWorkflow.ts", CODE);
			link(WORKFLOWS + "bWorkflow.ts", Path.of("aWorkflow.ts"));
			link(WORKFLOWS + "shared", Path.of("../../../shared"));
			Project read = read();
			assertThat(read.workflowFiles()).containsExactly(WORKFLOWS + "aWorkflow.ts", WORKFLOWS + "bWorkflow.ts");
			assertThat(read.files()).containsEntry(WORKFLOWS + "shared/lib.ts", "x").containsKey("shared/lib.ts");
		}

		@Test
		void mayBeMountedAsKubernetesDoes() throws Exception {
			write("..2024_01_01/aWorkflow.ts", CODE);
			link("..data", Path.of("..2024_01_01"));
			link("aWorkflow.ts", Path.of("..data/aWorkflow.ts"));
			assertThat(read().files()).containsOnlyKeys("aWorkflow.ts");
		}

		@Test
		void whoseNamesWouldForgeALineOfTheLogAreRefused() throws Exception {
			write("kinde.json", "{}");
			write(WORKFLOWS + "aWorkflow.ts", CODE);
			write("b\nc.ts", CODE);
			assertThat(read().unreadable()).containsOnly(
					Map.entry("b?c.ts", "has a line break or another character in its name that cannot be seen"));
			write(WORKFLOWS + "d\u202e/e\u001bWorkflow.ts", CODE);
			assertThat(problems(reader(), project().toString())).extracting(Problem::message)
				.singleElement()
				.asString()
				.contains("d? has a line break or another character in its name");
		}

		@Test
		void outsideOfTheProjectAreNotReadThroughLinks() throws Exception {
			Path outside = Files.createDirectory(temporary().resolve("project-outside"));
			Files.writeString(outside.resolve("secret.json"), "{}");
			write("kinde.json", "{}");
			write(WORKFLOWS + "aWorkflow.ts", CODE);
			link("secret.json", outside.resolve("secret.json"));
			link("outside", outside);
			link("twice.json", Path.of("secret.json"));
			link("gone.json", outside.resolve("gone.json"));
			Project read = read();
			assertThat(read.files()).containsOnlyKeys("kinde.json", WORKFLOWS + "aWorkflow.ts");
			assertThat(read.unreadable()).containsOnly(
					Map.entry("secret.json", "is a symbolic link that leaves the project"),
					Map.entry("outside", "is a symbolic link that leaves the project"),
					Map.entry("twice.json", "is a symbolic link that leaves the project"),
					Map.entry("gone.json", "is a symbolic link to nothing"));
		}

		@Test
		void outsideOfTheProjectAreProblemsWhereWorkflowsAreSearched() throws Exception {
			Path outside = Files.createDirectory(temporary().resolve("outside"));
			Files.writeString(outside.resolve("aWorkflow.ts"), CODE);
			write("kinde.json", "{}");
			link(WORKFLOWS + "aWorkflow.ts", outside.resolve("aWorkflow.ts"));
			link(WORKFLOWS + "more", outside);
			assertThat(problems(reader(), project().toString())).extracting(Problem::message)
				.containsExactly("The workflow file is a symbolic link that leaves the project",
						"The folder " + WORKFLOWS
								+ "more is a symbolic link that leaves the project, so workflows in it would not run");
		}

		@Test
		void inCyclesOfLinksAreReadOnce() throws Exception {
			write("aWorkflow.ts", CODE);
			write("a/b/lib.ts", "x");
			link("a/b/up", Path.of("../.."));
			link("a/self", Path.of("self"));
			link("c", Path.of("a/b"));
			Project read = read();
			assertThat(read.files()).containsOnlyKeys("aWorkflow.ts", "a/b/lib.ts", "c/lib.ts");
			assertThat(read.unreadable()).containsEntry("a/b/up", "is a symbolic link to a folder that it is in")
				.containsEntry("a/self", "is a symbolic link to nothing");
		}

		@Test
		void thatAreTooManyAreRefused() throws Exception {
			write("kinde.json", "{}");
			write(WORKFLOWS + "aWorkflow.ts", CODE);
			for (int i = 0; i < 8; i++) {
				write("generated/" + i + ".ts", CODE);
			}
			assertThat(reader(limits(10)).read(project().toString()).files()).hasSize(10);
			Problem problem = problem(reader(limits(9)), project().resolve(WORKFLOWS).toString());
			assertThat(problem.message()).startsWith("The project in " + project() + " has more than 9 source files")
				.contains("generated");
			assertThat(problem.action()).contains("claimflow.limits.project-files");
		}

		@Test
		void ofOtherKindsDoNotMakeForALongWalk() throws Exception {
			write("kinde.json", "{}");
			write(WORKFLOWS + "aWorkflow.ts", CODE);
			for (int i = 0; i < 300; i++) {
				write("photos/" + i + ".png", "");
			}
			assertThat(reader(limits(4)).read(project().toString()).files()).hasSize(2);
			Problem problem = problem(reader(limits(2)), project().toString());
			assertThat(problem.message()).contains("has more than 200 files and folders");
			assertThat(problem.action()).contains("claimflow.limits.project-files");
		}

	}

	private Path project() {
		return this.project;
	}

	private Path temporary() {
		return this.temporary;
	}

	private ProjectReader reader() {
		return this.reader;
	}

	private static ProjectReader reader(Limits limits) {
		return new ProjectReader(limits, ProjectReaderTests.class.getClassLoader());
	}

	private static ProjectReader reader(ClassLoader classLoader) {
		return new ProjectReader(Limits.defaults(), classLoader);
	}

	private static Limits limits(int projectFiles) {
		return Limits.builder().projectFiles(projectFiles).build();
	}

	private Project read() throws InvalidProjectException {
		return this.reader.read(this.project.toString());
	}

	private Problem problem() {
		return problem(this.project.toString());
	}

	private Problem problem(String location) {
		return problem(this.reader, location);
	}

	private static Problem problem(ProjectReader reader, String location) {
		List<Problem> problems = problems(reader, location);
		assertThat(problems).hasSize(1);
		return problems.get(0);
	}

	private static List<Problem> problems(ProjectReader reader, String location) {
		List<Problem> problems;
		try {
			problems = reader.read(location).problems();
		}
		catch (InvalidProjectException ex) {
			problems = ex.problems();
		}
		assertThat(problems).isNotEmpty();
		return problems;
	}

	private void write(String name, String text) throws IOException {
		writeBytes(name, text.getBytes(StandardCharsets.UTF_8));
	}

	private void writeBytes(String name, byte[] bytes) throws IOException {
		Path file = this.project.resolve(name);
		Files.createDirectories(file.getParent());
		Files.write(file, bytes);
	}

	private void link(String name, Path target) throws IOException {
		Path link = this.project.resolve(name);
		Files.createDirectories(link.getParent());
		Files.createSymbolicLink(link, target);
	}

	private static URLClassLoader classpath(Path... roots) {
		return new URLClassLoader(Arrays.stream(roots).map(ProjectReaderTests::url).toArray(URL[]::new), null);
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private Path jar(String name, boolean manifest, String... entries) throws IOException {
		Path jar = this.temporary.resolve(name);
		Manifest content = new Manifest();
		content.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		try (OutputStream file = Files.newOutputStream(jar);
				JarOutputStream stream = manifest ? new JarOutputStream(file, content) : new JarOutputStream(file)) {
			for (int i = 0; i < entries.length; i += 2) {
				stream.putNextEntry(new ZipEntry(entries[i]));
				stream.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
				stream.closeEntry();
			}
		}
		return jar;
	}

	/**
	 * A file or folder that nobody may read, except for a superuser.
	 */
	private record Closed(Path folder) implements AutoCloseable {

		private Closed {
			try {
				Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			boolean superuser = Files.isReadable(folder);
			if (superuser) {
				reopen(folder);
			}
			assumeFalse(superuser, "a superuser reads everything");
		}

		@Override
		public void close() {
			reopen(this.folder);
		}

		private static void reopen(Path folder) {
			try {
				Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
