package io.claimflow.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import io.claimflow.Claims;
import io.claimflow.Failure;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactLimits;
import io.claimflow.artifact.ArtifactReader;
import io.claimflow.artifact.ArtifactWriter;
import io.claimflow.artifact.InvalidArtifactException;
import io.claimflow.artifact.TestArtifacts;
import io.claimflow.artifact.Versions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for artifacts as files: what is written is read as it was, and what is no
 * artifact is refused.
 */
class ArtifactFileTests {

	private static final String DESCRIPTION = "artifact.json";

	private static final WorkflowEngine ENGINE = WorkflowEngine.builder().build();

	private static Artifact artifact;

	private static byte[] file;

	@BeforeAll
	static void build() throws Exception {
		artifact = ENGINE.build(TestWorkflow.project(TestWorkflow.FILE, """
				import { m2mTokenClaims } from "@kinde/infrastructure";
				import { fail } from "./fail";
				import data from "./data.json";
				interface Shape { sides: number }
				export const workflowSettings = {
				  id: "shapes", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} },
				};
				export default async function (event: { request: { ip: string } }) {
				  const shape: Shape = { sides: data.sides };
				  const claims = m2mTokenClaims<{ sides: number }>();	claims.sides = shape.sides;
				  if (event.request.ip === "fail") { await fail<Shape>(shape as Shape); }
				  if (event.request.ip === "type") { (claims as any).none.deep = 1; }
				}
				""", "kindeSrc/environment/workflows/fail.ts", """
				export async function fail<T>(shape: T) : Promise<never> {
				  // \u00e4\ud83d\ude00
				  const text = "\ud83d\ude00" as string; throw new Error(`no ${text}`, { cause: new TypeError("why") });
				}
				""", "kindeSrc/environment/workflows/data.json", "{ \"sides\": 3 }\r\n"));
		file = ArtifactWriter.bytes(artifact);
	}

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static Artifact read(byte[] bytes) throws InvalidArtifactException, IOException {
		return read(bytes, ArtifactLimits.defaults());
	}

	private static Artifact read(byte[] bytes, ArtifactLimits limits) throws InvalidArtifactException, IOException {
		return new ArtifactReader(limits).read(new ByteArrayInputStream(bytes));
	}

	private static String refused(byte[] bytes) {
		return refused(bytes, ArtifactLimits.defaults());
	}

	private static String refused(byte[] bytes, ArtifactLimits limits) {
		InvalidArtifactException refused = catchThrowableOfType(InvalidArtifactException.class,
				() -> read(bytes, limits));
		assertThat(refused).isNotNull();
		assertThat(refused.action()).endsWith(".").hasSizeGreaterThan(10);
		assertThat(refused).hasMessage(refused.found() + ". " + refused.action());
		return refused.found();
	}

	private static Map<String, byte[]> entries(byte[] zip) throws IOException {
		Map<String, byte[]> entries = new LinkedHashMap<>();
		ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
		for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
			entries.put(entry.getName(), in.readAllBytes());
		}
		return entries;
	}

	private static byte[] zip(Map<String, byte[]> entries) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
				zip.putNextEntry(new ZipEntry(entry.getKey()));
				zip.write(entry.getValue());
			}
		}
		return bytes.toByteArray();
	}

	/** The file with a change of its entries. */
	private static byte[] changed(Consumer<Map<String, byte[]>> change) throws IOException {
		Map<String, byte[]> entries = entries(file);
		change.accept(entries);
		return zip(entries);
	}

	/** The file with a change of its description. */
	private static byte[] described(UnaryOperator<String> change) throws IOException {
		return changed((entries) -> entries.compute(DESCRIPTION, (name, text) -> {
			String before = new String(text, StandardCharsets.UTF_8);
			String after = change.apply(before);
			assertThat(after).isNotEqualTo(before);
			return after.getBytes(StandardCharsets.UTF_8);
		}));
	}

	private static Outcome run(LoadedProject project, String ip) {
		return ENGINE.run(project.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(),
				new io.claimflow.Event(Map.of("ip", ip), Map.of()), Claims.of(TokenType.M2M_TOKEN, Map.of()));
	}

	@Test
	void whatIsWrittenIsReadAsItWas() throws Exception {
		Artifact read = read(file);
		assertThat(read.digest()).isEqualTo(artifact.digest());
		assertThat(read.sources()).isEqualTo(artifact.sources());
		assertThat(read.programs()).isEqualTo(artifact.programs());
		assertThat(read.warnings()).isEqualTo(artifact.warnings());
		assertThat(read.workflowFiles()).isEqualTo(artifact.workflowFiles());
		assertThat(read.workflowsFolder()).isEqualTo(artifact.workflowsFolder());
		assertThat(read.versions()).isEqualTo(Versions.current());
		assertThat(read.isBuiltHere()).isFalse();
	}

	@Test
	void theSameArtifactGivesTheSameBytes() throws Exception {
		assertThat(ArtifactWriter.bytes(ENGINE.build(artifact.project()))).isEqualTo(file);
		assertThat(ArtifactWriter.bytes(read(file))).isEqualTo(file);
	}

	@Test
	void theLayoutIsTheOneThatIsDocumented() throws Exception {
		assertThat(entries(file).keySet()).containsExactly(DESCRIPTION,
				"sources/kindeSrc/environment/workflows/data.json", "sources/kindeSrc/environment/workflows/fail.ts",
				"sources/" + TestWorkflow.FILE, "modules/0.js", "modules/1.js", "modules/2.js");
	}

	@Test
	void anArtifactFromAFileRunsAndItsProgramsAreKnownToBeThoseOfItsSources() throws Exception {
		LoadedProject loaded = ENGINE.load(read(file));
		assertThat(loaded.verified()).isTrue();
		assertThat(TestWorkflow.set(run(loaded, "none"))).isEqualTo(Map.of("sides", 3));
	}

	@ParameterizedTest
	@ValueSource(strings = { "fail", "type" })
	void aFailureLooksTheSameAsFromAFolder(String kind) throws Exception {
		Failure built = run(ENGINE.load(ENGINE.build(artifact.project())), kind).failure().orElseThrow();
		assertThat(built.location()).isPresent();
		assertThat(built.excerpt()).isNotEmpty();
		assertThat(run(ENGINE.load(read(file)), kind).failure()).contains(built);
		LoadedProject doubtful = ENGINE.load(TestArtifacts.withCode(artifact, TestArtifacts.otherVersions(),
				(code) -> code.replace("(function ($module) {", "(function ($module) { ")));
		assertThat(doubtful.verified()).isFalse();
		assertThat(run(doubtful, kind).failure()).contains(built);
	}

	@Test
	void aFileThatEndsInTheMiddleIsRefusedWhereverItEnds() throws Exception {
		int end = new String(file, StandardCharsets.ISO_8859_1).lastIndexOf("PK\u0003\u0004");
		for (int length = 0; length < end; length += 97) {
			assertThat(refused(Arrays.copyOf(file, length))).as("%d bytes", length)
				.matches("The artifact .*|The file is no artifact: .*");
		}
	}

	@Test
	void whatIsNoArtifactIsRefused() throws Exception {
		String noArtifact = "The file is no artifact: it is no zip file that begins with artifact.json";
		assertThat(refused(new byte[0])).isEqualTo(noArtifact);
		assertThat(refused("<html>".getBytes(StandardCharsets.UTF_8))).isEqualTo(noArtifact);
		assertThat(refused(zip(Map.of()))).isEqualTo(noArtifact);
		assertThat(refused(zip(Map.of("artifact.zip", file)))).isEqualTo(noArtifact);
		assertThat(refused(zip(Map.of("kinde.json", "{}".getBytes(StandardCharsets.UTF_8))))).isEqualTo(noArtifact);
		assertThat(refused(zip(Map.of(DESCRIPTION, "[]".getBytes(StandardCharsets.UTF_8)))))
			.isEqualTo("The artifact does not say which format it has");
		assertThat(refused(zip(Map.of(DESCRIPTION, "{".getBytes(StandardCharsets.UTF_8)))))
			.isEqualTo("The artifact has an artifact.json that is not as the format says");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			sources/../../etc/passwd.ts            | leaves the project
			sources/a/../b.ts                      | is not a plain path
			sources//etc/a.ts                      | is an absolute path
			sources/C:/a.ts                        | is an absolute path
			sources/a\\b.ts                        | has a backslash in its name
			sources/a//b.ts                        | is not a plain path
			sources/./b.ts                         | is not a plain path
			sources/                               | is not a plain path
			sources/a.sh                           | is no file of TypeScript, JavaScript or JSON
			sources/a\u202Est.ts                   | that cannot be seen
			sources/node_modules/esbuild/a.js      | in a folder that no project has
			sources/more/bWorkflow.ts              | does not have the workflows
			inner.zip                              | does not belong to an artifact
			modules/../0.js                        | does not belong to an artifact
			modules/7.js                           | has code that is of no module
			META-INF/MANIFEST.MF                   | does not belong to an artifact
			""")
	void anEntryThatDoesNotBelongToIt(String entry, String reason) throws Exception {
		assertThat(refused(changed((entries) -> entries.put(entry, "export {};".getBytes(StandardCharsets.UTF_8)))))
			.contains(reason);
	}

	@Test
	void anEntryThatIsThereTwice() throws Exception {
		byte[] twice = changed((entries) -> entries.put("modules/9.js", new byte[0]));
		String text = new String(twice, StandardCharsets.ISO_8859_1).replace("modules/9.js", "modules/0.js");
		assertThat(refused(text.getBytes(StandardCharsets.ISO_8859_1)))
			.isEqualTo("The artifact has the entry 'modules/0.js' twice");
	}

	/**
	 * Nothing is unpacked, so a link is its text, which is no source of this artifact.
	 */
	@Test
	void aSymbolicLinkIsNotFollowed() throws Exception {
		byte[] linked = changed(
				(entries) -> entries.put("sources/link.ts", "/etc/passwd".getBytes(StandardCharsets.UTF_8)));
		int central = new String(linked, StandardCharsets.ISO_8859_1).lastIndexOf("PK\u0001\u0002");
		linked[central + 5] = 3;
		linked[central + 41] = (byte) 0xA1;
		assertThat(refused(linked)).startsWith("The artifact is not what was built: its digest is ");
	}

	@Test
	void anEntryThatIsMissing() throws Exception {
		assertThat(refused(changed((entries) -> entries.remove("modules/1.js"))))
			.startsWith("The artifact has no code for the module");
		assertThat(refused(changed((entries) -> entries.remove("sources/" + TestWorkflow.FILE))))
			.isEqualTo("The artifact does not have the workflows that its sources have");
		assertThat(refused(changed((entries) -> entries.remove("sources/kindeSrc/environment/workflows/fail.ts"))))
			.startsWith(
					"The artifact has a module 'kindeSrc/environment/workflows/fail.ts' that is none of its sources");
	}

	@Test
	void whatIsNotWhatItsDigestSays() throws Exception {
		String mismatch = "The artifact is not what was built: its digest is ";
		assertThat(refused(changed(
				(entries) -> entries.put("modules/0.js", "(function (m) {})".getBytes(StandardCharsets.UTF_8)))))
			.startsWith(mismatch);
		assertThat(refused(described((json) -> json.replace("\"line\":8", "\"line\":7")))).startsWith(mismatch);
		assertThat(refused(described((json) -> json.replace(artifact.digest(), "0".repeat(64)))))
			.startsWith(mismatch + artifact.digest());
	}

	@ParameterizedTest
	@CsvSource({ "format, 2, 'The artifact has format 2, and this server, Claimflow '",
			"runtime, 2, 'The programs of the artifact need an engine of level 2, and this server, Claimflow '",
			"format, 0, 'The artifact has format 0 and needs an engine of level 1, which this server'",
			"runtime, 0, 'The artifact has format 1 and needs an engine of level 0, which this server'" })
	void anotherVersion(String member, int version, String reason) throws Exception {
		byte[] other = described(
				(json) -> json.replace("\"" + member + "\":1", "\"more\":[],\"" + member + "\":" + version));
		assertThat(refused(other)).startsWith(reason);
		assertThat(catchThrowableOfType(InvalidArtifactException.class, () -> read(other)).action()).containsAnyOf(
				"Upgrade the server to the version that built the artifact (Claimflow ",
				"Build it again from its sources");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"unknown\":1,\"format\":1", "\"format\":\"1\"", "\"format\":1,\"format\":1",
			"\"format\":null" })
	void aDescriptionThatIsNotOfTheFormat(String member) throws Exception {
		assertThat(refused(described((json) -> json.replace("\"format\":1", member)))).matches(
				"The artifact (has an artifact.json that is not as the format says|does not say which format it has)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "modules", "programs", "warnings", "digest", "workflows", "engine", "texts", "findings",
			"map", "defaultExport", "inert" })
	void aDescriptionThatMissesAMember(String member) throws Exception {
		for (boolean absent : List.of(true, false)) {
			assertThat(refused(described((json) -> {
				JsonNode root = JsonMapper.shared().readTree(json);
				ObjectNode holder = (ObjectNode) root.findParent(member);
				if (absent) {
					holder.remove(member);
				}
				else {
					holder.putNull(member);
				}
				return root.toString();
			}))).isEqualTo("The artifact has an artifact.json that is not as the format says");
		}
	}

	@Test
	void whatIsNotText() throws Exception {
		assertThat(refused(changed((entries) -> entries.put("modules/0.js", new byte[] { (byte) 0xC3, 0x28 }))))
			.isEqualTo("The artifact has an entry 'modules/0.js' that is not text in UTF-8");
	}

	@Test
	void whatIsLargerThanItMayBe() throws Exception {
		ArtifactLimits.Builder limits = ArtifactLimits.builder();
		read(file, limits.bytes(file.length).entries(7).build());
		assertThat(refused(file, ArtifactLimits.builder().bytes(file.length - 1).build()))
			.isEqualTo("The artifact is larger than the " + (file.length - 1) + " bytes that are allowed");
		assertThat(refused(file, ArtifactLimits.builder().entries(6).build()))
			.isEqualTo("The artifact has more than the 6 entries that are allowed");
		assertThat(refused(file, ArtifactLimits.builder().unpackedBytes(3_000).build()))
			.isEqualTo("The artifact has more than the 3000 bytes that are allowed, unpacked");
		byte[] bomb = changed((entries) -> entries.put("sources/z.ts", new byte[40 << 20]));
		assertThat(bomb).hasSizeLessThan(100_000);
		assertThat(refused(bomb)).isEqualTo("The artifact is packed more than 100 times, which no sources are");
		byte[] large = changed((entries) -> entries.put("sources/z.ts", new byte[70 << 20]));
		assertThat(refused(large, ArtifactLimits.builder().ratio(2_000).build()))
			.isEqualTo("The artifact has more than the 67108864 bytes that are allowed, unpacked");
	}

	@Test
	void whatFollowsTheZipFileCountsAsWell() throws Exception {
		byte[] longer = Arrays.copyOf(file, file.length + 1000);
		assertThat(refused(longer, ArtifactLimits.builder().bytes(file.length + 999).build()))
			.startsWith("The artifact is larger than");
	}

	@Test
	void aHundredThousandEntries() throws Exception {
		byte[] many = changed((entries) -> {
			for (int i = 0; i < 100_000; i++) {
				entries.put("sources/" + i + ".ts", new byte[0]);
			}
		});
		assertThat(refused(many)).isEqualTo("The artifact has more than the 10000 entries that are allowed");
	}

	@Test
	void noiseIsRefusedAndNeverAnotherError() throws Exception {
		Random random = new Random(7);
		for (int i = 0; i < 300; i++) {
			byte[] noisy = file.clone();
			for (int j = 0; j < 3; j++) {
				noisy[random.nextInt(noisy.length)] = (byte) random.nextInt();
			}
			try {
				assertThat(read(noisy).digest()).isEqualTo(artifact.digest());
			}
			catch (InvalidArtifactException ex) {
				assertThat(ex.found()).startsWith("The ");
			}
		}
	}

	@Test
	void aFileIsReadFromAStreamThatGivesLittleAtATime() throws Exception {
		InputStream slow = new ByteArrayInputStream(file) {

			@Override
			public synchronized int read(byte[] buffer, int offset, int length) {
				return super.read(buffer, offset, Math.min(7, length));
			}

		};
		assertThat(new ArtifactReader(ArtifactLimits.defaults()).read(slow).digest()).isEqualTo(artifact.digest());
		assertThat(List.of(ArtifactLimits.defaults())).containsExactly(ArtifactLimits.builder().build());
	}

}
