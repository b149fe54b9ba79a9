package io.claimflow.engine;

import java.util.List;
import java.util.Map;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.InvalidProjectException;
import io.claimflow.Outcome;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.TokenType;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.Findings;
import io.claimflow.artifact.TestArtifacts;
import io.claimflow.project.Project;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for the compiler that is used where SWC has no library.
 */
class PortableCompilerTests {

	private static final String WORKFLOW = """
			import { m2mTokenClaims, WorkflowTrigger, type WorkflowSettings } from "@kinde/infrastructure";
			import ten, { Level, add as plus, type Shape } from "./parts";
			import * as all from "./parts";
			import data from "./data.json";
			export { add } from "./parts";
			export * from "./more";
			export const workflowSettings = {
			  id: "w", trigger: WorkflowTrigger.M2MTokenGeneration, bindings: { "kinde.m2mToken": {} },
			} satisfies WorkflowSettings;
			class Box { constructor(private readonly value: number) {} get() { return this.value; } }
			function more(target: any, context: any) {
			  return function (this: any, ...given: any[]) { return target.apply(this, given) + 1; };
			}
			class Decorated { @more plain(x: number) { return x; } }
			export default async function (event: any) {
			  const shape: Shape = { n: 1 };
			  const claims = m2mTokenClaims<any>();
			  claims.sum = new Box(4).get() + plus(shape.n, 2) + ten() + all.add(1, 1) + data.five;
			  claims.level = Level[Level.High];
			  claims.decorated = new Decorated().plain(1);
			  claims.space = all.Space.value;
			  if (event.request.path) {
			    throw new TypeError("told");
			  }
			}
			""";

	private static final String[] FILES = { "m2mWorkflow.ts", WORKFLOW, "parts.ts", """
			export enum Level { Low, High = 7 }
			export namespace Space { export const value = "in"; }
			export interface Shape { n: number }
			export const add = (a: number, b: number): number => a + b;
			export default () => 10;
			""", "more.ts", "export const more = 1;", "data.json", "{\"five\": 5}" };

	private static WorkflowEngine swc;

	private static WorkflowEngine portable;

	private static Artifact artifact;

	@BeforeAll
	static void build() throws Exception {
		swc = WorkflowEngine.builder().build();
		swc.build(TestWorkflow.project(FILES));
		System.setProperty("claimflow.compiler.portable", "true");
		try {
			portable = WorkflowEngine.builder().build();
			artifact = portable.build(TestWorkflow.project(FILES));
		}
		finally {
			System.clearProperty("claimflow.compiler.portable");
		}
	}

	@AfterAll
	static void close() {
		portable.close();
		swc.close();
	}

	@Test
	void aWorkflowDoesWhatItDoesWithTheOtherCompiler() throws Exception {
		assertThat(artifact.versions().compiler()).startsWith("typescript ");
		try (LoadedProject loaded = portable.load(artifact);
				LoadedProject other = swc.load(swc.build(TestWorkflow.project(FILES)))) {
			assertThat(TestWorkflow.set(run(portable, loaded, ""))).isEqualTo(TestWorkflow.set(run(swc, other, "")))
				.containsEntry("sum", 24)
				.containsEntry("level", "High")
				.containsEntry("decorated", 2)
				.containsEntry("space", "in");
			Outcome failed = run(portable, loaded, "x");
			assertThat(failed.failure().orElseThrow().location())
				.isEqualTo(run(swc, other, "x").failure().orElseThrow().location())
				.contains(new SourceLocation("m2mWorkflow.ts", 23, 11));
		}
	}

	@Test
	void nothingRestsOnAnAnalysisThatWasNotMade() throws Exception {
		assertThat(artifact.programs()).flatExtracting((program) -> program.modules())
			.filteredOn((module) -> !module.file().endsWith(".json"))
			.allSatisfy((module) -> assertThat(module.findings()).isEqualTo(Findings.NONE));
		try (LoadedProject loaded = portable.load(artifact)) {
			assertThat(loaded.verified()).isTrue();
			for (int i = 0; i < 3; i++) {
				assertThat(run(portable, loaded, "").cached()).isFalse();
			}
		}
	}

	@Test
	void whatOneCompilerHasBuiltTheOtherDoesNotVouchFor() throws Exception {
		Artifact others = swc.build(TestWorkflow.project(FILES));
		try (LoadedProject here = portable.load(TestArtifacts.withWarnings(others, List.of()));
				LoadedProject there = swc.load(TestArtifacts.withWarnings(artifact, List.of()))) {
			assertThat(here.doubt()).get().asString().contains("swc4j", "typescript");
			assertThat(there.doubt()).get().asString().contains("swc4j", "typescript");
			assertThat(TestWorkflow.set(run(swc, there, ""))).containsEntry("sum", 24);
		}
	}

	@Test
	void errorsAreShownWhereTheyAre() {
		assertThat(problems("aWorkflow.ts", "export default async () => {\n  const x = ;\n}")).first()
			.satisfies((problem) -> assertThat(problem.toString()).contains("aWorkflow.ts:2:13",
					"Syntax error: Expression expected."));
		assertThat(problems("aWorkflow.ts", """
				import { gone } from "./lib";
				export const workflowSettings = { id: "a", trigger: "m2m:token_generation" };
				await 1;
				export default async () => gone(import("./lib"));
				""", "lib.ts", "export type T = 1; export const there = 1;"))
			.extracting(Problem::message, (problem) -> String.valueOf(problem.location()))
			.contains(tuple("await at the top level of a module is not possible in a workflow", "aWorkflow.ts:3:1"),
					tuple("Dynamic import() is not possible in a workflow", "aWorkflow.ts:4:33"));
		assertThat(problems("aWorkflow.ts", "import fs = require(\"fs\");\nexport default () => fs;"))
			.extracting(Problem::message)
			.contains("A CommonJS import or export is not possible in a workflow");
		assertThat(problems("aWorkflow.ts", "const exports = 1;\nexport default () => exports;")).first()
			.satisfies((problem) -> assertThat(problem.toString()).contains("aWorkflow.ts:1:7", "'exports'"));
		assertThat(problems("aWorkflow.ts", "export default () => " + "(".repeat(100_000) + "1" + ")".repeat(100_000)))
			.first()
			.satisfies((problem) -> assertThat(problem.toString()).contains("nested more than 2000 levels deep"));
	}

	@Test
	void aProblemOfTheSettingsIsShownWhereTheyAreWritten() {
		assertThat(problems("aWorkflow.ts", """
				export const workflowSettings = {
				  id: "a",
				  trigger: "user:nothing",
				} as const;
				export default async () => {};
				""")).first().satisfies((problem) -> assertThat(problem.location()).hasToString("aWorkflow.ts:3:12"));
	}

	@Test
	void jsxCallsWhatACommentNames() throws Exception {
		try (LoadedProject loaded = portable.load(portable.build(TestWorkflow.project("aWorkflow.jsx",
				"""
						/** @jsx h */
						function h(name, attributes, ...children) { return name + attributes.b + children.join(""); }
						export const workflowSettings = { id: "a", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };
						export default async function () { kinde.m2mToken.setCustomClaim("made", <a b="1">x</a>); }
						""")))) {
			assertThat(TestWorkflow.set(run(portable, loaded, ""))).containsEntry("made", "a1x");
		}
	}

	private static List<Problem> problems(String... files) {
		Project project = TestWorkflow.project(files);
		return catchThrowableOfType(InvalidProjectException.class, () -> portable.build(project)).problems();
	}

	private static Outcome run(WorkflowEngine engine, LoadedProject project, String path) {
		return engine.run(project.workflows().get(0), new Event(Map.of("path", path), Map.of()),
				Claims.of(TokenType.M2M_TOKEN, Map.of()));
	}

}
