package io.claimflow.compile;

import java.util.Map;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.claimflow.Bundling;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Program;
import io.claimflow.project.Project;
import io.claimflow.engine.realm.TypeScriptCompiler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for which top levels may be evaluated ahead of a run: only those of which nobody
 * can tell.
 */
class SideEffectFreeTests {

	private static final ProjectCompiler COMPILER = new ProjectCompiler(Bundling.defaults(), Duration.ofSeconds(20), 2,
			TypeScriptCompiler::new);

	@ParameterizedTest
	@ValueSource(strings = {
			"import { m2mTokenClaims, WorkflowTrigger as T } from '@kinde/infrastructure'; const t = T.PlanSelection;",
			"import data from './data.json'; export { data };", "const HOUR = 60 * 60 * 1000, MINUS = -1;",
			"export const list = ['a', { b: [null, true, 1n] }];", "const words = new Set(['a', 'b']);",
			"export const table = Object.freeze({ a: 1, f() { return Date.now(); }, g: () => Math.random() });",
			"function later() { return fetch('https://example.com'); } const again = later;",
			"interface T { a: string } type U = T; const x = { a: 'b' } as const satisfies U;",
			"const pattern = /^a+$/u;", "let none: string | undefined; const text = `plain`;" })
	void aTopLevelOfFunctionsAndConstantsIsInert(String source) {
		assertThat(inert(source)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "const at = Date.now();", "const at = new Date();", "const { now } = Date;",
			"const r = Math.random();", "const p = performance;", "const c = crypto;", "const g = globalThis;",
			"console.log('loaded');", "const t = typeof kinde;", "class A { static n = Date.now(); }", "class A {}",
			"let n = 0; n++;", "let n; n = 1;", "const a = [...'ab'];", "const o = { ...globalThis };",
			"const o = { [String(Date.now())]: 1 };", "const o = { get at() { return Date.now(); } };",
			"const o = { valueOf() { return Date.now(); } }; const n = -o;",
			"const o = { valueOf() { return Date.now(); } }; const n = o * 2;",
			"const o = { toString() { return String(Date.now()); } }; const s = `${o}`;",
			"const f = () => Date.now(); const at = f();", "const at = (() => Date.now())();", "enum E { A, B }",
			"const Object = { freeze: () => Date.now() }; const at = Object.freeze({});",
			"const Set = function () { return Date.now(); } as any; const at = new Set();",
			"const d = new (class { at = Date.now(); })();", "const { at = Date.now() } = {} as any;",
			"import { URL } from 'url'; const u = URL.name;", "for (const a of []) {}", "if (true) {}",
			"try {} catch {}", "const f = String.raw`a`;", "const n = true ? 1 : 2;", "const x = undefined ?? Date;",
			"throw new Error('a');" })
	void aTopLevelThatDoesAnythingIsNot(String source) {
		assertThat(inert(source)).isFalse();
	}

	private static boolean inert(String source) {
		Map<String, String> files = Map.of("aWorkflow.ts", source + " export default async function () {}", "data.json",
				"{\"a\": 1}");
		Compilation compilation = COMPILER
			.compile(new Project("test", Optional.empty(), List.of("aWorkflow.ts"), files));
		assertThat(compilation.problems()).isEmpty();
		return modules(compilation.programs().get(0)).allMatch((module) -> module.findings().inert());
	}

	private static Stream<CompiledModule> modules(Program program) {
		return Stream.concat(program.modules().stream(),
				program.builtIns().stream().map((name) -> BuiltInModules.module(name).orElseThrow()));
	}

}
