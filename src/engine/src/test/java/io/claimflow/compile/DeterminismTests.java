package io.claimflow.compile;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 * Tests for which code does the same again: only what names nothing that could be the way
 * to a clock, to chance or to the engine.
 */
class DeterminismTests {

	private static final ProjectCompiler COMPILER = new ProjectCompiler(Bundling.defaults(), Duration.ofSeconds(20), 2,
			TypeScriptCompiler::new);

	@ParameterizedTest
	@ValueSource(strings = { "", "import { m2mTokenClaims } from '@kinde/infrastructure'; m2mTokenClaims<any>().a = 1;",
			"import data from './data.json'; const { a } = data;", "import { a } from './own'; a();",
			"kinde.m2mToken.setCustomClaim('a', Math.max(1, Math.PI));",
			"const o = { Date: 1, Math: 2 }; o.Date = Object.keys(o).length;", "Date: for (;;) break Date;",
			"const Date = (x: number) => x; Date(1);", "function f(Math: any) { return Math.random(); } f({});",
			"const m = new Map([[JSON.stringify([1]), /a/]]); try { throw new Error('a'); } catch (e) { String(e); }",
			"class A { Date() {} get Math() { return 1; } } interface B { Date: Date } let b: B | undefined;" })
	void codeThatNamesOnlyWhatNeverChangesIsRepeatable(String code) {
		assertThat(repeatable(code)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Date.now();", "new Date();", "new Date(0);", "const { now } = Date;",
			"const d = { Date };", "const d = [Date];", "const d = { now: Date };", "const d = { [Date.now()]: 1 };",
			"typeof Date;", "void (typeof Date !== 'undefined' && Date.now());", "Math.random();", "Math?.random();",
			"Math['random']();", "Math['ran' + 'dom']();", "Math[`random`]();", "Math.valueOf().random();",
			"Math.constructor;", "class H { static { var Date; } } Date.now();", "const { random } = Math;",
			"const m = Math; m.random();", "(Math as any).random();", "Reflect.get(Math, 'random')();",
			"const m = [Math];", "globalThis['Da' + 'te'];", "crypto.randomUUID();", "performance.now();",
			"setTimeout(() => {}, 1);", "queueMicrotask(() => {});", "new WeakRef({});",
			"new FinalizationRegistry(() => {});", "new Intl.DateTimeFormat().format();", "eval('Date.now()');",
			"new Function('return Date.now()')();", "Function('return Date.now()')();",
			"const { Date: d } = window as any;", "self;", "global;", "unknown();", "new URL('https://example.com');",
			"Temporal;", "require('x');", "import { b } from './timed'; b();" })
	void codeThatNamesAnythingElseIsNot(String code) {
		assertThat(repeatable(code)).isFalse();
	}

	private static boolean repeatable(String code) {
		Map<String, String> files = Map.of("aWorkflow.ts",
				"declare const kinde: any; " + code + " export default async function () {}", "data.json", "{\"a\": 1}",
				"own.ts", "export const a = () => 1;", "timed.ts", "export const b = () => Date.now();");
		Compilation compilation = COMPILER
			.compile(new Project("test", Optional.empty(), List.of("aWorkflow.ts"), files));
		assertThat(compilation.problems()).isEmpty();
		return modules(compilation.programs().get(0)).allMatch((module) -> module.findings().repeatable());
	}

	private static Stream<CompiledModule> modules(Program program) {
		return Stream.concat(program.modules().stream(),
				program.builtIns().stream().map((name) -> BuiltInModules.module(name).orElseThrow()));
	}

}
