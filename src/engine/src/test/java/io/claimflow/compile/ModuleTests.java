package io.claimflow.compile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import io.claimflow.Claims;
import io.claimflow.Failure;
import io.claimflow.LogLine;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.MarkedSources;
import io.claimflow.engine.TestWorkflow;
import io.claimflow.project.Project;
import io.claimflow.project.ProjectReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the files of a project import each other, and where their errors are said to be.
 */
class ModuleTests {

	private static final String HEAD = "export const workflowSettings = { id: \"x\", trigger: \"m2m:token_generation\" };\n";

	private static final String FOLDER = "kindeSrc/environment/workflows/";

	private static final LiveEngine ENGINE = TestWorkflow
		.engine(Limits.builder().deadline(Duration.ofSeconds(20)).build());

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static Outcome run(Project project) {
		TestWorkflow.deploy(ENGINE, project);
		return ENGINE.run(ENGINE.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), TestWorkflow.event(),
				Claims.none());
	}

	/**
	 * What a workflow shows, as JSON.
	 * @param imports its import declarations
	 * @param shown the expressions to show
	 * @param files files and sources in turn
	 */
	private static String show(String imports, String shown, String... files) {
		String source = imports + "\n" + HEAD + "export default async () => console.log(JSON.stringify([" + shown
				+ "]));\n";
		String[] all = Stream.concat(Stream.of(TestWorkflow.FILE, source), Arrays.stream(files)).toArray(String[]::new);
		Outcome outcome = run(TestWorkflow.project(all));
		assertThat(outcome.failure()).isEmpty();
		return outcome.log().stream().map(LogLine::message).findFirst().orElseThrow();
	}

	private static void assertFrames(MarkedSources sources) {
		Failure failure = run(sources.project()).failure().orElseThrow();
		assertThat(failure.stack().stream().map(Failure.StackFrame::location)).containsSubsequence(sources.places());
		assertThat(failure.location()).contains(sources.places().get(0));
	}

	private static final String LIBRARY = """
			export default function first() { return "default"; }
			export const named = "named";
			const odd = "odd"; export { odd as "odd name", odd as other };
			export let live = 1;
			export const increase = () => { live++; };
			export function self(this: unknown) { return this === undefined; }
			export function tag(this: unknown, parts: any, ...values: any[]) { return [this === undefined, parts.raw, values]; }
			""";

	@Test
	void importsOfEveryKind() {
		assertThat(show("""
				import first, { named, named as renamed, "odd name" as odd, default as again } from "./lib";
				import * as all from "./lib";
				import "./effect";
				""",
				"first(), named, renamed, odd, again === first, all.named, all[\"odd name\"], all.default(), effect",
				FOLDER + "lib.ts", LIBRARY, FOLDER + "effect.js", "globalThis.effect = 'effect';"))
			.isEqualTo("[\"default\",\"named\",\"named\",\"odd\",true,\"named\",\"odd\",\"default\",\"effect\"]");
	}

	@Test
	void exportsOfEveryKind() {
		assertThat(show("import { a, b, c, rest, f, g, K, again, ns, starred, overridden } from './lib';",
				"a, b, c, rest, f(), [...g()], new K().v, again, ns.starred, starred, overridden", FOLDER + "lib.ts",
				"""
						export const { a, z: [b, ...rest] } = { a: 1, z: [2, 3, 4] }, c = 5;
						export async function* unused() {}
						export function f() { return 6; }
						export function* g() { yield 7; }
						export class K { v = 8; }
						export { starred as again } from "./star";
						export * as ns from "./star";
						export * from "./star";
						export const overridden = "own";
						""", FOLDER + "star.ts",
				"export const starred = 's', overridden = 'star'; export default 'no';"))
			.isEqualTo("[1,2,5,[3,4],6,[7],8,\"s\",\"s\",\"s\",\"own\"]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			export default function () {}               | "default"
			export default () => {}                     | "default"
			export default async (a: string) => a;      | "default"
			export default class {}                     | "default"
			export default function* () {}              | "default"
			export default async function named() {}    | "named"
			export default class Named {}               | "Named"
			export default function named() {} named.x = 1; | "named"
			const x = () => {}; export { x as default } | "x"
			const x = () => {}; export default x        | "x"
			export default (() => {})                   | "default"
			export default { name: 1 + 2 }              | 3
			export { named as default } from "./named"  | "elsewhere"
			""")
	void defaultExportsHaveTheirNames(String source, String name) {
		assertThat(show("import x from './lib';", "x.name", FOLDER + "lib.ts", source, FOLDER + "named.ts",
				"export const named = { name: 'elsewhere' };"))
			.isEqualTo("[" + name + "]");
	}

	@Test
	void bindingsAreLive() {
		assertThat(show("import { live, increase } from './lib'; import { live as through } from './re';",
				"live, increase() ?? live, through", FOLDER + "lib.ts", LIBRARY, FOLDER + "re.ts",
				"export { live } from './lib';"))
			.isEqualTo("[1,2,2]");
	}

	@Test
	void importedFunctionsAreCalledWithoutThis() {
		assertThat(show("import { self, tag } from './lib'; import * as all from './lib';",
				"self(), self?.(), (self)(), tag`a${1}`, new (class { self = self })().self(), all.self()",
				FOLDER + "lib.ts", LIBRARY))
			.isEqualTo("[true,true,true,[true,[\"a\",\"\"],[1]],false,false]");
	}

	@Test
	void importedNamesMeanWhatTheirScopeSays() {
		assertThat(show("import { named, live } from './lib';", """
				{ named, live, x: named, [named]: 1, named_: { named } },
				((named) => named)("parameter"),
				(() => { const named = "local"; return { named }; })(),
				(({ live: inner = named, missing = named }: any) => [inner, missing])({}),
				(() => { let live: any; ({ live = named } = {} as any); return live; })(),
				(() => { try { throw 1; } catch (named) { return named; } })(),
				(() => { named: for (;;) break named; return `${named}`; })(),
				{ a: { named: 2 } }.a.named, typeof named,
				new (class { named = named; static live = live; })()
				""", FOLDER + "lib.ts", LIBRARY))
			.isEqualTo("[{\"named\":1,\"live\":1,\"x\":\"named\",\"named_\":{\"named\":\"named\"}},"
					+ "\"parameter\",{\"named\":\"local\"},[\"named\",\"named\"],\"named\",1,\"named\",2,\"string\","
					+ "{\"named\":\"named\"}]");
	}

	@Test
	void anImportedBindingCannotBeAssigned() {
		Outcome outcome = run(TestWorkflow.project(TestWorkflow.FILE,
				"import { live } from './lib';\n" + HEAD + "export default async () => { live + 1; live = 2; };",
				FOLDER + "lib.ts", LIBRARY));
		assertThat(outcome.failure()).hasValueSatisfying(
				(failure) -> assertThat(failure.message()).startsWith("TypeError: Cannot set property live"));
	}

	@Test
	void importsMayBeCircular() {
		assertThat(show("import { a, list } from './a'; import { workflowSettings } from './tokenWorkflow';",
				"a(), list(), workflowSettings.id", FOLDER + "a.ts", """
						import { b } from "./b";
						export * from "./b";
						export const own = 1;
						export function a() { return "a" + b(); }
						""", FOLDER + "b.ts", """
						import * as all from "./a";
						import { a, own } from "./a";
						export function b() { return "b" + typeof a + own; }
						export const list = () => Object.keys(all).sort();
						"""))
			.isEqualTo("[\"abfunction1\",[\"a\",\"b\",\"list\",\"own\"],\"x\"]");
	}

	@Test
	void jsonIsImportedWholeAndByName() {
		assertThat(show("import data, { a, 'b c' as b } from './data.json'; import list from './list';",
				"data, a, b, list", FOLDER + "data.json",
				"{ \"a\": 1.10, \"b c\": \"\\u2028é😀\", \"huge\": 1e400, \"long\": 12345678901234567890, "
						+ "\"__proto__\": {}, \"default\": 2 }",
				FOLDER + "list.json", "[null, true]"))
			.isEqualTo("[{\"a\":1.1,\"b c\":\"\u2028é😀\",\"huge\":null,\"long\":12345678901234567000,"
					+ "\"__proto__\":{},\"default\":2},1.1,\"\u2028é😀\",[null,true]]");
	}

	@ParameterizedTest
	@CsvSource({ "./a, a.ts", "./a, a.tsx", "./a, a.js", "./a, a.jsx", "./a, a.mts", "./a, a.mjs", "./a.js, a.ts",
			"./a.js, a.tsx", "./a.js, a.js", "./a.jsx, a.tsx", "./a.mjs, a.mts", "./a.ts, a.ts", "./a, a/index.ts",
			"./a/, a/index.js", "./a/index.js, a/index.ts", "., index.tsx", "./a.v1, a.v1.ts", "../lib/a, ../lib/a.ts",
			"././/a, a.ts" })
	void aSpecifierFindsItsFile(String specifier, String file) {
		String path = file.startsWith("../") ? "kindeSrc/environment/" + file.substring(3) : FOLDER + file;
		assertThat(show("import { a } from '" + specifier + "';", "a", path, "export const a = 'found';"))
			.isEqualTo("[\"found\"]");
	}

	@Test
	void typesVanish() {
		assertThat(show("""
				import type { Gone } from "./not-there";
				import { type Name, Shape, value } from "./types";
				import { onUserTokenGeneratedEvent } from "@kinde/infrastructure";
				""", "value satisfies Name as Shape, ((e: onUserTokenGeneratedEvent): Gone => e as any)(1)",
				FOLDER + "types.ts", """
						export type Name = string; export interface Shape {}
						export { Other, type More } from "./more";
						export type { More as Again } from "./more";
						export default interface Nothing {}
						export const value = "v" as const;
						export function over(a: string): void;
						export function over(a: number): void;
						export function over(a: any) {}
						declare global { interface Window { x: 1 } }
						""", FOLDER + "more.ts", "export interface Other {} export type More = 1;"))
			.isEqualTo("[\"v\",1]");
	}

	@Test
	void typeScriptThatIsCodeRuns() {
		assertThat(show("import { E, C, N, f, P, I } from './lib';",
				"E.B, E[2], C.X, N.v, N.Inner.w, f.more, new P('p', 1), I.w, new P('a').q", FOLDER + "lib.ts", """
						export enum E { A = 1, B }
						export const enum C { X = "cx" }
						export namespace N { export const v = 1; export namespace Inner { export const w = v + 1; } }
						export function f() {}
						export namespace f { export const more = 3; }
						export class P { #hidden = 4; constructor(readonly p: string, private q = 2) {} }
						export import I = N.Inner;
						"""))
			.isEqualTo("[2,\"B\",\"cx\",1,2,3,{\"p\":\"p\",\"q\":1},2,2]");
	}

	@Test
	void decoratorsAreThoseOfEcmaScript() {
		assertThat(show("import { Decorated } from './lib';", "Decorated.seen, new Decorated().m(), new Decorated().f",
				FOLDER + "lib.ts", """
						function seen(type: any, { kind, name }: any) { type.seen = kind + " " + name; }
						const twice = (method: any) => function (this: any) { return method.call(this) * 2; };
						const plus = () => (value: number) => value + 1;
						@seen
						export class Decorated {
						  declare static seen: string;
						  @plus f = 1;
						  @twice m() { return 21; }
						}
						"""))
			.isEqualTo("[\"class Decorated\",42,2]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tsx", "jsx" })
	void jsxCallsTheReactInScope(String language) {
		Outcome outcome = run(TestWorkflow.project(FOLDER + "tokenWorkflow." + language, """
				import React from "../lib/react";
				const Hello = ({ name }) => <b class="x">Hi {name}<></></b>;
				""" + HEAD
				+ "export default async () => console.log(JSON.stringify(<Hello name=\"Ann\" {...{ a: 1 }} />));",
				"kindeSrc/environment/lib/react.ts", """
						const createElement = (type: any, props: any, ...children: any[]) =>
						  typeof type === "function" ? type({ ...props, children }) : { type, props, children };
						export default { createElement, Fragment: "fragment" };
						"""));
		assertThat(outcome.log()).extracting(LogLine::message)
			.containsExactly("{\"type\":\"b\",\"props\":{\"class\":\"x\"},\"children\":[\"Hi \",\"Ann\","
					+ "{\"type\":\"fragment\",\"props\":null,\"children\":[]}]}");
	}

	@Test
	void jsxCallsWhatACommentNames() {
		Outcome outcome = run(TestWorkflow.project(FOLDER + "tokenWorkflow.tsx", """
				/** @jsx h */
				/** @jsxFrag Frag */
				import { h, Frag } from "./h";
				""" + HEAD + "export default async () => console.log(JSON.stringify(<a><>t</></a>));", FOLDER + "h.ts",
				"export const h = (...all: any[]) => all; export const Frag = 'f';"));
		assertThat(outcome.log()).extracting(LogLine::message).containsExactly("[\"a\",null,[\"f\",null,\"t\"]]");
	}

	@Test
	void javaScriptKeepsTheImportsThatTypeScriptDrops() {
		assertThat(show("import './a.js';", "loaded", FOLDER + "a.js", "import { unused } from './b.js';",
				FOLDER + "b.js", "globalThis.loaded = true; export const unused = 1;"))
			.isEqualTo("[true]");
	}

	@Test
	void aModuleIsLoadedOnceInARunAndAnewInTheNext() {
		String[] files = { FOLDER + "a.ts", "export const count = () => ++n; let n = 0;", FOLDER + "b.ts",
				"import { count } from './a'; export const b = count();" };
		for (int i = 0; i < 2; i++) {
			assertThat(show("import { count } from './a'; import { b } from './b.js';", "b, count()", files))
				.isEqualTo("[1,2]");
		}
	}

	@Test
	void framesAfterImportsOnOneLineAndInImportedFilesAreRight() {
		assertFrames(MarkedSources.of(FOLDER + "b.ts",
				"export const b = (...x: any[]): never => { const q = x as any; throw ¦new Error(q); };",
				FOLDER + "a.ts",
				"import { b as bb } from \"./b\"; export function a(f: any, g: any) { const o = { bb, f }; return ¦bb(o, bb, f); }",
				TestWorkflow.FILE, "import { a } from \"./a\"; import { b } from \"./b\"; " + HEAD.strip()
						+ " export default async function run() { [a, b].length; ¦a(b, a); }"));
	}

	@Test
	void framesAfterCharactersOfEveryWidthAreRight() {
		assertFrames(MarkedSources.of(FOLDER + "a.ts", """
				/* 😀 */ import { f } from "./b"; /* 漢😀 */ export const g = (x: any) => {
				\tconst 漢 = "😀" + f("😀😀"), y = { f, "é": f("e\u0301") }; throw ¦new Error(漢 + y);
				};
				""", TestWorkflow.FILE,
				"import { f } from \"./b\"; /* 😀😀 */ import { g } from \"./a\"; const s = \"😀\"; " + HEAD
						+ "export default async () => { const e = \"😀\", t = { f, e, s }; f(e); ¦g(t); };",
				FOLDER + "b.ts", "export const f = (x: any) => x;"));
	}

	@Test
	void framesInFilesWithCarriageReturnsAreRight() {
		MarkedSources sources = MarkedSources.of(FOLDER + "a.ts",
				"export const f = 1;\r\ntype X = {\r\n};\r\nexport const g = (x: any) => {\r\n  ¦x.y.z;\r\n};\r\n",
				TestWorkflow.FILE,
				"import {\r\n  f,\r\n  g,\r\n} from \"./a\";\r\n/* a\r\n b */\r\n" + HEAD.replace("\n", "\r\n")
						+ "const t = `a\r\nb`;\r\nexport default async () => {\r\n  console.log(JSON.stringify([t, f]));"
						+ "\r\n  ¦g({});\r\n};\r\n");
		assertFrames(sources);
		assertThat(run(sources.project()).log()).extracting(LogLine::message).containsExactly("[\"a\\nb\",1]");
	}

	@Test
	void framesInDecoratedClassesAndJsxAreRight() {
		assertFrames(MarkedSources.of(FOLDER + "tokenWorkflow.tsx", """
				import { React, keep } from "./react";
				enum E { A }
				@keep class K {
				  constructor(readonly a: string) {}
				  @keep m(): any { return ¦keep.missing(E.A); }
				}
				""" + HEAD + "export default async () => <a b={1}>{¦new K(\"a\").m()}</a>;", FOLDER + "react.ts",
				"export const React = { createElement: () => 1 }; export const keep: any = () => {};"));
	}

	@Test
	void aFileWithAByteOrderMarkIsRead(@TempDir Path root) throws Exception {
		Files.createDirectories(root.resolve(FOLDER));
		Files.writeString(root.resolve("kinde.json"), "\uFEFF{ \"version\": \"2024-12-09\" }");
		MarkedSources sources = MarkedSources.of(FOLDER + "a.js", "export const g = (x) => { ¦x.y.z; };",
				TestWorkflow.FILE, "import { g } from './a'; " + HEAD + "export default async () => { ¦g({}); };");
		for (Map.Entry<String, String> file : sources.project().files().entrySet()) {
			Files.writeString(root.resolve(file.getKey()), "\uFEFF" + file.getValue());
		}
		ProjectReader reader = new ProjectReader(Limits.defaults(), ModuleTests.class.getClassLoader());
		assertFrames(new MarkedSources(reader.read(root.toString()), sources.places()));
	}

}
