package io.claimflow.engine;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.claimflow.Claims;
import io.claimflow.InvalidProjectException;
import io.claimflow.Outcome;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.Warning;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactLimits;
import io.claimflow.artifact.ArtifactReader;
import io.claimflow.artifact.ArtifactWriter;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Findings;
import io.claimflow.artifact.InvalidArtifactException;
import io.claimflow.artifact.Program;
import io.claimflow.artifact.SourceMap;
import io.claimflow.artifact.TestArtifacts;
import io.claimflow.artifact.Versions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for artifacts that were built elsewhere and say what is not true, each under a
 * digest that is right.
 */
class LyingArtifactTests {

	private static final Findings ALL = new Findings(true, false, true, true);

	private static final WorkflowEngine ENGINE = WorkflowEngine.builder().build();

	private static Artifact artifact;

	@BeforeAll
	static void build() throws Exception {
		artifact = ENGINE.build(TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m("""
				m2mTokenClaims<any>().seen = 1;
				""")));
	}

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	/** What a server reads of it. */
	private static Artifact sent(Artifact artifact) throws Exception {
		return new ArtifactReader(ArtifactLimits.defaults())
			.read(new ByteArrayInputStream(ArtifactWriter.bytes(artifact)));
	}

	private static List<String> refusedByEngine(Artifact lie) {
		InvalidProjectException refused = catchThrowableOfType(InvalidProjectException.class,
				() -> ENGINE.load(sent(lie)));
		assertThat(refused).isNotNull();
		assertThat(refused.problems()).allSatisfy((problem) -> assertThat(problem.location()).isNotNull());
		return refused.problems().stream().map(Problem::message).toList();
	}

	private static String refusedByReader(Artifact lie) {
		return catchThrowableOfType(InvalidArtifactException.class, () -> sent(lie)).found();
	}

	private static Outcome run(LoadedProject project) {
		return ENGINE.run(project.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), TestWorkflow.event(),
				Claims.of(TokenType.M2M_TOKEN, Map.of()));
	}

	/** The same module with a body of its own, after what it needs to be a workflow. */
	private static Artifact withBody(Versions versions, String top, String body) {
		return TestArtifacts.withModules(artifact, versions, (module) -> {
			String changed = module.code()
				.replaceFirst("\\.seen = 1;", ".seen = 1; " + body.replace("$", "\\$"))
				.replaceFirst("\\n", "\n" + top.replace("$", "\\$"));
			assertThat(changed).contains(top).contains(body);
			return new CompiledModule(module.file(), changed, module.map(), module.source(), module.texts(), ALL);
		});
	}

	@Test
	void aProgramThatIsNotThatOfItsSourcesIsRefusedWhereThereIsACompiler() {
		assertThat(refusedByEngine(withBody(Versions.current(), "", "denyAccess('never written');")))
			.containsExactly("The program of the artifact is not what this file compiles to");
	}

	@Test
	void aProgramThatIsNotThatOfItsSourcesMayRunUnderADoubtThatIsSaid() throws Exception {
		LoadedProject loaded = ENGINE
			.load(sent(withBody(TestArtifacts.otherVersions(), "", "console.log('never written');")));
		assertThat(loaded.verified()).isFalse();
		assertThat(loaded.doubt().orElseThrow())
			.startsWith("Whether the programs of artifact " + loaded.artifact().digest()
					+ " are those of its sources is not known, since it was built by Claimflow 0.0.9 with swc4j ")
			.endsWith("; each run has a realm of its own");
		assertThat(run(loaded).log()).extracting((line) -> line.message()).containsExactly("never written");
	}

	@ParameterizedTest
	@ValueSource(strings = { "inert", "shareable", "repeatable" })
	void findingsThatAreNotTrueAreRefusedWhereThereIsACompiler(String finding) throws Exception {
		Artifact changing = ENGINE.build(TestWorkflow.project(TestWorkflow.FILE,
				"let n = Date.now(); Object.defineProperty(Array.prototype, 'x', { value: 1 });"
						+ TestWorkflow.m2m("n++;")));
		assertThat(changing.programs().get(0).entry().findings()).isEqualTo(Findings.NONE);
		Findings lie = new Findings(finding.equals("inert"), false, finding.equals("shareable"),
				finding.equals("repeatable"));
		assertThat(
				refusedByEngine(TestArtifacts.withModules(changing, Versions.current(), (module) -> module.with(lie))))
			.containsExactly("The program of the artifact is not what this file compiles to");
	}

	@Test
	void findingsOfAnotherVersionAreFoundOutAgainFromTheSameCode() throws Exception {
		Artifact changing = ENGINE.build(TestWorkflow.project(TestWorkflow.FILE,
				"let n = 0;" + TestWorkflow.m2m("(globalThis as any).n = n++; m2mTokenClaims<any>().n = n;")));
		LoadedProject loaded = ENGINE.load(
				sent(TestArtifacts.withModules(changing, TestArtifacts.otherVersions(), (module) -> module.with(ALL))));
		assertThat(loaded.verified()).isTrue();
		for (int i = 0; i < 5; i++) {
			assertThat(TestWorkflow.set(run(loaded))).isEqualTo(Map.of("n", 1));
		}
	}

	/**
	 * A module that counts its runs and leaves marks, and says that it is inert,
	 * shareable and repeatable.
	 */
	@Test
	void noRunSeesAnythingOfAnotherWhateverAnArtifactSaysOfItsCode() throws Exception {
		LoadedProject loaded = ENGINE.load(sent(withBody(TestArtifacts.otherVersions(), "let runs = 0; ",
				"runs++; kinde.m2mToken.setCustomClaim('runs', runs + (Math.mark ?? 0) + (globalThis.mark ?? 0));"
						+ " Math.mark = 10; globalThis.mark = 100; kinde.m2mToken.setCustomClaim('random', String(Math.random()));")));
		Set<Object> random = new HashSet<>();
		for (int i = 0; i < 60; i++) {
			Map<String, Object> claims = TestWorkflow.set(run(loaded));
			assertThat(claims).containsEntry("runs", 1);
			random.add(claims.get("random"));
		}
		assertThat(random).hasSize(60);
	}

	@ParameterizedTest
	@ValueSource(strings = { "(function (m) {}); while (true) {} (function (m) {})", "while (true) {}",
			"(function (m) {}, globalThis.x = 1, function (m) {})", "(function (m) { return 1; })",
			"(function (m = globalThis.x = 1) {})", "((m) => {})", "(function (m) { /* })", "(function (m) { ` })",
			"(function (m) { }})(function () { })", "", "(function (m) {} })", "(function m(m) {})",
			"(function (m) { }); globalThis.eval; (function (m) { })" })
	void aModuleThatIsNotOneFunctionIsNeverEvaluated(String code) {
		long start = System.nanoTime();
		assertThat(refusedByEngine(TestArtifacts.withCode(artifact, TestArtifacts.otherVersions(), (before) -> code)))
			.singleElement()
			.asString()
			.matches("The program of the artifact has a module that is not one function|Syntax error: .*");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
	}

	@Test
	void aLoopAtTheTopLevelOfAModuleMeetsTheLimitOfLoading() {
		assertThat(refusedByEngine(withBody(TestArtifacts.otherVersions(), "while (true) {} ", ""))).singleElement()
			.asString()
			.matches("The file (was still being loaded after|computed for more than|executed more than) .*");
	}

	@Test
	void theBuiltInLibraryIsTheServersOwn() throws Exception {
		CompiledModule library = new CompiledModule("@kinde/infrastructure",
				"(function (m) { m.define('denyAccess', () => () => {}); })", "", Findings.NONE);
		Artifact lie = TestArtifacts.withPrograms(artifact, TestArtifacts.otherVersions(),
				(program) -> new Program(program.file(), List.of(program.entry(), library), List.of(),
						program.settings(), program.uses(), program.defaultExport()));
		assertThat(refusedByReader(lie)).isEqualTo("The artifact has a module '@kinde/infrastructure' that is none of"
				+ " its sources; built-in modules are always the server's own");
	}

	@Test
	void whatTheLibraryIsLentNoOtherModuleGets() throws Exception {
		LoadedProject loaded = ENGINE.load(sent(withBody(TestArtifacts.otherVersions(),
				"const host = $module.require('claimflow:host'); ",
				"kinde.m2mToken.setCustomClaim('host', Object.values(host).every((lent) => lent === undefined));")));
		assertThat(TestWorkflow.set(run(loaded))).containsEntry("host", true);
	}

	@Test
	void aBuiltInModuleThatThisServerDoesNotHave() {
		Artifact lie = TestArtifacts.withPrograms(artifact, TestArtifacts.otherVersions(),
				(program) -> new Program(program.file(), program.modules(), List.of("@kinde/infrastructure", "next"),
						program.settings(), program.uses(), program.defaultExport()));
		assertThat(refusedByEngine(lie)).singleElement()
			.asString()
			.startsWith("The program needs the built-in module 'next', which this server, Claimflow ");
	}

	@Test
	void settingsAreThoseOfTheProgram() throws Exception {
		Artifact lie = TestArtifacts.withPrograms(
				artifact, TestArtifacts.otherVersions(), (program) -> new Program(program.file(), program.modules(),
						program.builtIns(), Map.of(List.of("trigger"), new SourceLocation(program.file(), 1, 1),
								List.of("id"), new SourceLocation(program.file(), 2, 1)),
						List.of(), program.defaultExport()));
		LoadedProject loaded = ENGINE.load(sent(lie));
		assertThat(loaded.workflows()).singleElement()
			.satisfies((workflow) -> assertThat(workflow.workflow())
				.isEqualTo(ENGINE.load(artifact).workflows().get(0).workflow()));
	}

	@ParameterizedTest
	@ValueSource(strings = { ";AAohJA", ";AADA", ";AAAD", ";ACAA" })
	void aSourceMapThatLeadsOutOfItsSource(String mappings) {
		Artifact lie = TestArtifacts.withModules(artifact, Versions.current(),
				(module) -> new CompiledModule(module.file(), module.code(),
						new SourceMap(List.of(module.file()), mappings), module.source(), module.texts(),
						module.findings()));
		assertThat(refusedByReader(lie))
			.isEqualTo("The artifact has a source map of '" + TestWorkflow.FILE + "' that leads out of its source");
	}

	@Test
	void aSourceMapThatLeadsToAnotherFile() {
		Artifact lie = TestArtifacts.withModules(artifact, Versions.current(),
				(module) -> new CompiledModule(module.file(), module.code(), new SourceMap(List.of("/etc/passwd"), ""),
						module.source(), module.texts(), module.findings()));
		assertThat(refusedByReader(lie))
			.isEqualTo("The artifact has a source map of '" + TestWorkflow.FILE + "' that leads to '/etc/passwd'");
	}

	@Test
	void locationsThatAreNowhere() {
		for (SourceLocation nowhere : List.of(new SourceLocation(TestWorkflow.FILE, 0, 1),
				new SourceLocation(TestWorkflow.FILE, 1, 0), new SourceLocation(TestWorkflow.FILE, 10_000, 1),
				new SourceLocation("other.ts", 1, 1))) {
			Artifact lie = TestArtifacts.withPrograms(artifact, Versions.current(),
					(program) -> new Program(program.file(), program.modules(), program.builtIns(), Map.of(), List.of(),
							nowhere));
			assertThat(refusedByReader(lie)).isEqualTo("The artifact names a place that is in none of its sources");
		}
		assertThat(
				refusedByReader(
						TestArtifacts.withWarnings(artifact,
								List.of(new Problem(new SourceLocation(TestWorkflow.FILE, 0, 0), "a", "b", null)
									.as(Problem.Severity.WARNING)))))
			.isEqualTo("The artifact has a warning that is none");
	}

	@Test
	void aWorkflowThatTheSourcesShowCannotBeLeftOut() {
		Map<String, String> more = new TreeMap<>(artifact.sources());
		more.put("kindeSrc/environment/workflows/denyWorkflow.ts", TestWorkflow.m2m("denyAccess('no');"));
		assertThat(refusedByReader(TestArtifacts.withSources(artifact, more, artifact.workflowFiles())))
			.isEqualTo("The artifact does not have the workflows that its sources have");
		assertThat(refusedByReader(TestArtifacts.withSources(artifact, more,
				List.copyOf(artifact.workflowFiles()
					.stream()
					.flatMap((file) -> Stream.of("kindeSrc/environment/workflows/denyWorkflow.ts", file))
					.toList()))))
			.isEqualTo("The artifact does not have one program for each workflow, of its own modules");
	}

	@Test
	void sourcesThatDoNotCompileAreNotThoseOfAProgram() {
		Map<String, String> broken = Map.of(TestWorkflow.FILE, "export const = ;");
		Artifact lie = TestArtifacts.withSources(artifact, broken, artifact.workflowFiles());
		SourceLocation start = new SourceLocation(TestWorkflow.FILE, 1, 1);
		assertThat(refusedByEngine(TestArtifacts.withPrograms(lie, Versions.current(), (program) -> {
			CompiledModule entry = program.entry();
			return new Program(
					program.file(), List.of(new CompiledModule(entry.file(), entry.code(), SourceMap.NONE,
							"export const = ;", entry.texts(), entry.findings())),
					program.builtIns(), Map.of(), List.of(), start);
		}))).singleElement().asString().startsWith("Syntax error: ");
	}

	@Test
	void whatIsVouchedForIsLoadedAsItWasBuilt() throws Exception {
		Artifact stored = sent(artifact).vouchedFor();
		assertThat(stored.isBuiltHere()).isTrue();
		assertThat(stored).isEqualTo(artifact);
		assertThatNoException().isThrownBy(() -> assertThat(ENGINE.load(stored).verified()).isTrue());
		LoadedProject ofAnotherVersion = ENGINE
			.load(withBody(TestArtifacts.otherVersions(), "", "console.log('other');").vouchedFor());
		assertThat(ofAnotherVersion.verified()).isFalse();
		assertThat(run(ofAnotherVersion).warnings()).extracting(Warning::message).isEmpty();
	}

}
