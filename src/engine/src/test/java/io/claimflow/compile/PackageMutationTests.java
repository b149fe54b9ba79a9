package io.claimflow.compile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for which packages may run where all that runs share is frozen.
 */
class PackageMutationTests {

	private static final ModuleCompiler COMPILER = new SwcCompiler(new Swc());

	@ParameterizedTest
	@ValueSource(strings = { "class A {} A.prototype.a = 1; Object.defineProperty(A.prototype, 'b', { value: 1 });",
			"function F() {} F.prototype = Object.create(Array.prototype.constructor); F.prototype.a = 1;",
			"globalThis.config ??= {}; globalThis.config.a = 1; self.b = 2; (0, globalThis).c;",
			"Object.getPrototypeOf({}) === Object.prototype; Object.setPrototypeOf({}, null);",
			"var proto = Object.prototype, has = proto.hasOwnProperty; has.call({}, 'a');",
			"var proto = Object.prototype; function f(v) { var c = v && v.constructor, p = c && c.prototype || proto; return v === p; }",
			"var known = new WeakSet([Object.prototype, Error.prototype]); known.has({});",
			"class E extends Error { constructor() { super('a'); this.name = 'E'; } }", "class P { #a = 1; }",
			"let n = 0; n++; [n] = [1]; for (n of [1]) n += 1; delete {}.a;",
			"Array.prototype.slice.call([1], 0); Math.max(1, 2); /a/.exec('a').index;" })
	void packagesThatChangeTheirOwnObjectsAreFine(String code) {
		assertThat(mayShareRealms(code)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Array.prototype.a = 1;", "var p = Array.prototype; p.a = 1;",
			"var p = Array.prototype, q = p; q.a = 1;", "var p = x || Array.prototype; function x() {} p.a = 1;",
			"var p = Array.prototype; extend(p); function extend(o) { o.a = 1; }",
			"extend(Array.prototype); function extend(o) { o.a = 1; }", "[Array.prototype].forEach((p) => p.a = 1);",
			"return_ = 1;", "Math.a = 1;", "Math['a']++;", "delete Math.max;", "[Math.a] = [1];",
			"({ a: Math.a } = { a: 1 });", "for (Math.a of [1]) {}", "for (Math.a in {}) {}",
			"globalThis.tool = 1; tool + 1;", "self[['a'][0]] = 1;", "Object.assign(globalThis, { a: 1 });",
			"Object.assign(Math, { a: 1 });", "Object.defineProperty(Array.prototype, 'a', { value: 1 });",
			"Object.setPrototypeOf(Math, null);", "Reflect.set(Math, 'a', 1);",
			"Object.getOwnPropertyDescriptor(Array.prototype, 'push').value;", "[].__proto__.a = 1;",
			"Object.getPrototypeOf([]).a = 1;", "/(a)/.exec('a'); RegExp.$1;", "globalThis.RegExp.lastMatch;",
			"new FinalizationRegistry(() => {});", "new globalThis.FinalizationRegistry(() => {});", "eval('1');",
			"class A {} class B extends A { #a = 1; }", "({}).__defineGetter__('a', () => 1);" })
	void packagesThatMayChangeWhatIsBuiltInAreNot(String code) {
		assertThat(mayShareRealms(code)).isFalse();
	}

	@Test
	void codeThatCannotBeParsedIsNot() {
		assertThat(mayShareRealms("var a = ;")).isFalse();
	}

	private static boolean mayShareRealms(String code) {
		return COMPILER
			.mayShareRealms("(function (linker) { const globalThis = linker.global, self = globalThis; (function () {\n"
					+ code + "\n})(); })");
	}

}
