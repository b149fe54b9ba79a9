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
 * Tests for which code may run where all that runs share is frozen.
 */
class GlobalMutationTests {

	private static final ProjectCompiler COMPILER = new ProjectCompiler(Bundling.defaults(), Duration.ofSeconds(20), 2,
			TypeScriptCompiler::new);

	@ParameterizedTest
	@ValueSource(strings = { "import { m2mTokenClaims } from '@kinde/infrastructure'; m2mTokenClaims().a = 1;",
			"import { format } from 'util'; console.log(format('%s', 1));",
			"import data from './data.json'; data.a = 2;", "kinde.m2mToken.setCustomClaim('a', 1);",
			"kinde.m2mToken.getCustomClaims().a = 1;", "const o: any = {}; o.name = 1; o.toString = () => 'a';",
			"class E extends Error { constructor() { super('a'); this.name = 'E'; } }", "class P { #a = 1; }",
			"Object.prototype.hasOwnProperty.call({}, 'a');", "Object.assign({}, { a: 1 });",
			"let n = 0; n++; n += Math.max(n, 2);", "for (const key of Object.keys({})) key.at(0);",
			"const { a, ...b } = JSON.parse('{}');", "let c; [c] = [Date.now()];" })
	void codeThatChangesItsOwnObjectsIsFine(String source) {
		assertThat(shareable(source)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(globalThis as any).a = 1;", "console.log = () => {};", "(kinde as any).a = 1;",
			"kinde.m2mToken.setCustomClaim = () => {};", "(Array.prototype as any).a = 1;", "(Math as any)['a'] = 1;",
			"delete (Math as any).max;", "(Math as any).a++;", "[(Math as any).a] = [1];",
			"({ a: (Math as any).a } = { a: 1 });", "for ((Math as any).a of [1]) {}", "for ((Math as any).a in {}) {}",
			"setTimeout = (() => 0) as any;", "Object.assign(console, { log: 1 });",
			"Object.defineProperty(Array.prototype, 'a', { value: 1 });", "Reflect.set(Math, 'a', 1);",
			"const p: any = Array.prototype; p.a = 1;", "Object.setPrototypeOf({}, null);",
			"({} as any).__proto__.a = 1;", "(Object.getPrototypeOf([]) as any).a = 1;",
			"[].constructor.prototype.a = 1;", "class A {} (A.prototype as any).a = 1;", "/(a)/.exec('a'); RegExp.$1;",
			"new FinalizationRegistry(() => {});", "class A {} class B extends A { #a = 1; }",
			"class A {} const b = class extends A { #a() {} };",
			"import { URL } from 'url'; new URL('https://example.com');" })
	void codeThatMayChangeWhatIsBuiltInIsNot(String source) {
		assertThat(shareable(source)).isFalse();
	}

	private static boolean shareable(String source) {
		Map<String, String> files = Map.of("aWorkflow.ts", source + "; export default async function () {}",
				"data.json", "{\"a\": 1}");
		Compilation compilation = COMPILER
			.compile(new Project("test", Optional.empty(), List.of("aWorkflow.ts"), files));
		assertThat(compilation.problems()).isEmpty();
		return modules(compilation.programs().get(0)).allMatch((module) -> module.findings().shareable());
	}

	private static Stream<CompiledModule> modules(Program program) {
		return Stream.concat(program.modules().stream(),
				program.builtIns().stream().map((name) -> BuiltInModules.module(name).orElseThrow()));
	}

}
