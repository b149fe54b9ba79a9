package io.claimflow.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.InvalidProjectException;
import io.claimflow.Outcome;
import io.claimflow.Problem;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactLimits;
import io.claimflow.artifact.ArtifactReader;
import io.claimflow.artifact.ArtifactWriter;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.TestArtifacts;
import io.claimflow.artifact.Versions;
import io.claimflow.compile.NpmPackages;
import io.claimflow.engine.realm.PooledRealm;
import io.claimflow.project.Project;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that runs of a workflow with npm packages leave nothing for each other in the
 * realm that they share.
 */
class SharedPackageTests {

	private static final Event EVENT = TestWorkflow.event();

	/** Attempts to leave something to the next run, which no run notices. */
	static final List<String> LEFT = List.of(
			// what modules keep
			"let n = 0; export const attempt = () => (n++ ? 'left' : '');",
			"const cache = new Map(); export const attempt = () => { const was = cache.get('k') ?? ''; cache.set('k', 'left'); return was; };",
			"const key = {}; const map = new WeakMap(); export const attempt = () => { const was = map.get(key) ?? ''; map.set(key, 'left'); return was; };",
			"const set = new WeakSet(); export const attempt = () => { const was = set.has(Math) ? 'left' : ''; set.add(Math); return was; };",
			"class C { static n = 0; } export const attempt = () => (C.n++ ? 'left' : '');",
			"class C {} export const attempt = () => { const was = C.prototype.mark ?? ''; C.prototype.mark = 'left'; return was; };",
			"export function attempt() { const was = attempt.mark ?? ''; attempt.mark = 'left'; return was; }",
			"const re = /a/g; export const attempt = () => { const was = re.lastIndex; re.test('aa'); return was ? 'left' : ''; };",
			"function* all() { yield ''; for (;;) yield 'left'; } const it = all(); export const attempt = () => it.next().value;",
			"const target = {}; const p = new Proxy(target, { get: (t, k) => t[k] ?? '', set: (t, k) => { t[k] = 'left'; return true; } }); export const attempt = () => { const was = p.mark; p.mark = 1; return was; };",
			"const o = Object.freeze({ inner: {} }); export const attempt = () => { const was = o.inner.mark ?? ''; o.inner.mark = 'left'; return was; };",
			"const bytes = new Uint8Array(1); export const attempt = () => (bytes[0]++ ? 'left' : '');",
			"const once = { get value() { const was = this.n ?? ''; this.n = 'left'; return was; } }; export const attempt = () => once.value;",
			"const tag = (s) => s; const t = () => tag`x`; const map = new WeakMap(); export const attempt = () => { const was = map.get(t()) ?? ''; map.set(t(), 'left'); return was; };",
			// what else modules keep
			"let v = ''; const o = { get a() { return v; }, set a(x) { v = x; } }; export const attempt = () => { const was = o.a; o.a = 'left'; return was; };",
			"const o = {}; export const attempt = () => { const was = o.mark ?? ''; Object.setPrototypeOf(o, { mark: 'left' }); return was; };",
			"const o = { a: 1, b: 2 }; export const attempt = () => { const was = Object.keys(o).join() === 'a,b' ? '' : 'left'; delete o.a; o.a = 1; return was; };",
			"const o = { a: '' }; export const attempt = () => { const was = o.a; Object.defineProperty(o, 'a', { get: () => 'left', configurable: true }); return was; };",
			"const o = {}; for (let i = 0; i < 2000; i++) o['k' + i] = ''; export const attempt = () => { const was = o.k7 + (o.mark ?? '') + (o.k8 ?? 'left'); o.k7 = 'left'; o.mark = 'left'; delete o.k8; return was; };",
			"const a = [1, 2, 3]; export const attempt = () => { const was = a.length === 3 ? '' : 'left'; a.length = 0; return was; };",
			"const a = []; export const attempt = () => { const was = a.length ? 'left' : ''; for (let i = 0; i < 100; i++) a.push(i); return was; };",
			"const a = [1, 2]; export const attempt = () => { const was = a[1] === 2 ? '' : 'left'; a[1] = 'left'; return was; };",
			"const a = [1.5, 2]; export const attempt = () => { const was = a[0] === 1.5 ? '' : 'left'; a[0] = 2.5; return was; };",
			"const a = ['']; export const attempt = () => { const was = a[0]; a[0] = 'left'; a[1_000_000] = 1; return was; };",
			"const a = ['', 1]; export const attempt = () => { const was = a.shift() ? 'left' : ''; a.reverse(); return was; };",
			"const s = new Set(['a', 'b']); export const attempt = () => { const was = [...s].join() === 'a,b' ? '' : 'left'; s.delete('a'); s.add('a'); return was; };",
			"const m = new Map([['k', '']]); export const attempt = () => { const was = m.get('k'); m.clear(); m.set('k', 'left'); return was; };",
			"const m = new Map(); export const attempt = () => { const was = m.size ? 'left' : ''; m.set(m, m); return was; };",
			"const key = {}; const map = new WeakMap([[key, '']]); export const attempt = () => { const was = map.get(key); map.set(key, 'left'); return was; };",
			"const key = {}; const map = new WeakMap([[key, '']]); export const attempt = () => { const was = map.get(key) ?? 'left'; map.delete(key); return was; };",
			"const key = {}; const set = new WeakSet([key]); export const attempt = () => { const was = set.has(key) ? '' : 'left'; set.delete(key); return was; };",
			"const key = Symbol(); const map = new WeakMap(); export const attempt = () => { const was = map.get(key) ?? ''; map.set(key, 'left'); return was; };",
			"const o = { [Symbol('k')]: 1 }; const map = new WeakMap(); export const attempt = () => { const [key] = Object.getOwnPropertySymbols(o); const was = map.get(key) ?? ''; map.set(key, 'left'); return was; };",
			"const map = new WeakMap(); export const attempt = () => { const key = Symbol.for('left'); const was = map.get(key) ?? ''; map.set(key, 'left'); return was; };",
			"const map = new WeakMap(); Symbol.for('before'); export const attempt = () => { const key = Symbol.for('before'); const was = map.get(key) ?? ''; map.set(key, 'left'); return was; };",
			"const before = Symbol.for('same'); export const attempt = () => (Symbol.for('same') === before && Symbol.keyFor(before) === 'same' ? '' : 'left');",
			"const keys = []; export const attempt = () => { const was = Symbol.keyFor(keys[0] ?? Symbol()) ?? ''; keys.push(Symbol.for('left')); return was; };",
			"const map = new WeakMap(); export const attempt = () => { const shared = Object.getOwnPropertySymbols(globalThis).concat(Reflect.ownKeys(Headers.prototype).filter((k) => typeof k === 'symbol')); let was = ''; for (const key of shared) { try { was += map.get(key) ?? ''; map.set(key, 'left'); } catch {} } return was; };",
			"const tag = (s) => s; const seen = new WeakSet(); export const attempt = () => { const t = () => tag`y${1}z`; const was = seen.has(t()) ? 'left' : ''; seen.add(t()); return was; };",
			"const tag = (s) => s; const t = () => tag`kept`; const first = t(); const seen = new WeakMap(); export const attempt = () => { const was = seen.get(first) ?? ''; seen.set(first, 'left'); return was; };",
			"const o = { n: 0 }; export const attempt = () => { const was = Object.isFrozen(o) ? 'left' : ''; Object.freeze(o); return was; };",
			"const o = { n: 0 }; export const attempt = () => { const was = Object.isSealed(o) ? 'left' : ''; Object.seal(o); return was; };",
			"const a = [1]; export const attempt = () => { const was = Object.isFrozen(a) ? 'left' : ''; Object.freeze(a); return was; };",
			"const f = () => 1; export const attempt = () => { const was = Object.isExtensible(f) ? '' : 'left'; Object.preventExtensions(f); return was; };",
			"const d = new DataView(new ArrayBuffer(8)); export const attempt = () => { const was = d.getInt8(3) ? 'left' : ''; d.setInt8(3, 1); return was; };",
			"const b = new ArrayBuffer(8); export const attempt = () => { const was = b.detached ? 'left' : ''; if (!was) b.transfer(); return was; };",
			"const b = new ArrayBuffer(1, { maxByteLength: 9 }); export const attempt = () => { const was = b.byteLength === 1 ? '' : 'left'; b.resize(9); return was; };",
			"const f = new Float64Array([1]); export const attempt = () => { const was = f[0] === 1 ? '' : 'left'; f[0] = NaN; f.mark = 1; return was; };",
			"const d = new Date(0); export const attempt = () => { const was = d.getTime() ? 'left' : ''; d.setTime(1); return was; };",
			"const re = /a/; export const attempt = () => { const was = re.source === 'a' ? '' : 'left'; re.compile('left', 'g'); return was; };",
			"export let n = ''; export const attempt = () => { const was = n; n = 'left'; return was; };",
			"const f = function () {}; const name = f.name; export const attempt = () => { const was = f.name === name ? '' : 'left'; Object.defineProperty(f, 'name', { value: 'left' }); return was; };",
			"const f = (a, b) => a; export const attempt = () => { const was = f.length === 2 ? '' : 'left'; delete f.length; return was; };",
			"function F() {} export const attempt = () => { const was = F.prototype.mark ?? ''; F.prototype.mark = 'left'; return was; };",
			"function F() {} export const attempt = () => { const was = new F().mark ?? ''; F.prototype = { mark: 'left' }; return was; };",
			"class A {} class B extends A {} export const attempt = () => { const was = B.mark ?? ''; Object.setPrototypeOf(B, { mark: 'left' }); return was; };",
			"class C { static #n = ''; static next() { const was = C.#n; C.#n = 'left'; return was; } } export const attempt = () => C.next();",
			"class C { #n = ''; next() { const was = this.#n; this.#n = 'left'; return was; } } const c = new C(); export const attempt = () => c.next();",
			"class Base { constructor(o) { return o; } } class Mark extends Base { #m = 1; static has(o) { return #m in o; } } export const attempt = () => { const was = Mark.has(Array.prototype) ? 'left' : ''; if (!was) try { new Mark({}); } catch {} return was; };",
			"const args = (function () { return arguments; })(''); export const attempt = () => { const was = args[0]; args[0] = 'left'; return was; };",
			"const [args, get] = (function (a) { return [arguments, () => a]; })(''); export const attempt = () => { const was = get(); args[0] = 'left'; return was; };",
			"const own = function () { const was = this.mark ?? ''; this.mark = 'left'; return was; }.bind({}); export const attempt = () => own();",
			"const fs = []; for (let i = 0; i < 3; i++) fs.push(() => (i++ > 2 ? 'left' : '')); export const attempt = () => { fs[1](); return fs[1](); };",
			"const outer = () => { let n = 0; return { inner: () => () => (n++ ? 'left' : '') }; }; const o = outer(); export const attempt = () => o.inner()();",
			"const s = Object('text'); export const attempt = () => { const was = s.mark ?? ''; s.mark = 'left'; return was; };",
			"const r = new WeakRef({}); const o = r.deref(); export const attempt = () => { const was = r.deref().mark ?? ''; o.mark = 'left'; return was; };",
			"const { proxy, revoke } = Proxy.revocable({}, {}); export const attempt = () => { let was = ''; try { proxy.x; } catch { was = 'left'; } revoke(); return was; };",
			"let go; const p = new Promise((r) => { go = r; }); export const attempt = async () => { const was = await Promise.race([p, Promise.resolve('')]); go('left'); return was; };",
			"let go; let n = ''; (async () => { await new Promise((r) => { go = r; }); n = 'left'; })(); export const attempt = async () => { const was = n; go(); await null; await null; return was; };",
			"const p = Promise.resolve(''); export const attempt = async () => { const was = p.mark ?? (await p); p.mark = 'left'; return was; };",
			"const it = ['', 'left', 'left', 'left', 'left'].values(); export const attempt = () => it.next().value;",
			"const it = 'ab'[Symbol.iterator](); export const attempt = () => (it.next().value === 'a' ? '' : 'left');",
			"const state = JSON.parse('{\"deep\":{\"list\":[{\"n\":0}]}}'); export const attempt = () => (state.deep.list[0].n++ ? 'left' : '');",
			"let big = 1n; export const attempt = () => { const was = big === 1n ? '' : 'left'; big **= 2n; big += 1n; return was; };",
			"let text = ''; export const attempt = () => { const was = text; text += 'left'; return was; };",
			"let f = () => ''; export const attempt = () => { const was = f(); f = () => 'left'; return was; };",
			// what is pending over runs
			"let done = ''; let go; new Promise((r) => { go = r; }).then(() => { done = 'left'; }); export const attempt = () => { const was = done; go(); return was; };",
			"let done = ''; export const attempt = async () => { const was = done; (async () => { await null; await null; done = 'left'; })(); return was; };",
			// the globals of packages
			"export const attempt = () => { const was = globalThis.mark ?? ''; globalThis.mark = 'left'; return was; };",
			"export const attempt = () => { const was = self.mark ?? ''; self.mark = 'left'; return was; };",
			"const g = [globalThis]; export const attempt = () => { const was = g[0].mark ?? ''; Object.defineProperty(g[0], 'mark', { get: () => 'left', configurable: true }); return was; };",
			"globalThis.store ??= { n: 0 }; export const attempt = () => (globalThis.store.n++ ? 'left' : '');",
			"const g = function () { return this; }; export const attempt = () => { const real = g(); try { real.mark = 'left'; } catch {} const was = typeof mark === 'undefined' ? '' : mark; return was; };",
			"export const attempt = () => { try { Object.getPrototypeOf(globalThis).mark = 'left'; } catch {} return typeof mark === 'undefined' ? '' : mark; };",
			"export const attempt = () => { globalThis[Symbol.for('mark')] ??= ''; const was = globalThis[Symbol.for('mark')]; globalThis[Symbol.for('mark')] = 'left'; return was; };",
			// what is built in
			"const p = Object.getPrototypeOf([]); export const attempt = () => { const was = p.mark ?? ''; try { p.mark = 'left'; } catch {} return was; };",
			"export const attempt = () => { try { Object.defineProperty(Array, Symbol.species, { get: () => null }); } catch {} return Array[Symbol.species] === Array ? '' : 'left'; };",
			"export const attempt = () => { const was = new Error('x').stack === 'left' ? 'left' : ''; try { Error.prepareStackTrace = () => 'left'; } catch {} return was; };",
			"export const attempt = () => { try { [][Symbol.iterator]().__proto__.mark = 'left'; } catch {} return [][Symbol.iterator]().mark ?? ''; };",
			"const p = Object.getPrototypeOf([][Symbol.iterator]()); export const attempt = () => { try { p.next = () => ({ done: true }); } catch {} return [...[1]].length ? '' : 'left'; };",
			// what modules are made with
			"export const attempt = () => { try { linker.define('mark', () => 'left'); linker.mark = 'left'; } catch {} return linker.mark ?? ''; };",
			"export const attempt = () => { const own = linker.require('packages'); const was = own.mark ?? ''; try { Object.defineProperty(own, 'mark', { value: 'left' }); } catch {} return was; };",
			"export const attempt = () => { const kept = linker.require('@kinde/infrastructure'); const was = kept.mark ?? ''; try { kept.mark = 'left'; } catch {} return was; };");

	/** What nobody knows how to make as it was: it is evaluated anew. */
	static final List<String> UNKNOWN = List.of(
			"const e = new Error(''); export const attempt = () => { const was = e.message; e.message = 'left'; return was; };",
			"const f = new Intl.NumberFormat('en'); export const attempt = () => { const was = f.format.mark ?? ''; f.format.mark = 'left'; return was; };",
			"const it = new Map([[1, ''], [2, 'left'], [3, 'left'], [4, 'left'], [5, 'left']]).values(); export const attempt = () => it.next().value;",
			"const it = ['', 'left', 'left', 'left', 'left'].values().map((x) => x); export const attempt = () => it.next().value;",
			"async function* all() { yield ''; for (;;) yield 'left'; } const it = all(); it.next(); it.next(); export const attempt = async () => (await it.next()).value ? '' : 'left';",
			// what would take longer to look at than to make
			"const all = Array.from({ length: 70_000 }, () => ({})); export const attempt = () => { const was = all[69_999].mark ?? ''; all[69_999].mark = 'left'; return was; };",
			"const all = Array.from({ length: 600_000 }, () => 0); export const attempt = () => { const was = all[7] ? 'left' : ''; all[7] = 1; return was; };",
			"const all = new Map(); for (let i = 0; i < 300_000; i++) all.set(i, i); const more = new Set(all.keys()); export const attempt = () => { const was = all.get(7) === 7 ? '' : 'left'; all.set(7, more); return was; };",
			"const all = new Float64Array(600_000); export const attempt = () => { const was = all[7] ? 'left' : ''; all[7] = 1; return was; };");

	/** Code that asks for what is another in each run. */
	static final List<String> READS = List.of("Date.now()", "new Date().getTime()", "Date()", "Math.random()",
			"new (class extends Date {})().getTime()", "Reflect.construct(Date, []).getTime()", "[0].map(Date.now)[0]",
			"[0].map(Math.random)[0]", "[0, 0].map(() => Math.random()).join()", "crypto.randomUUID()",
			"crypto.getRandomValues(new Uint8Array(4)).join()", "new Intl.DateTimeFormat('en').format()",
			"(console.log('loaded'), 0)");

	/** Attempts that can be noticed, or change what runs share. */
	static final List<String> ENDS = List.of(
			"class Given { constructor(o) { return o; } } class Mark extends Given { #m = 'left'; static of(o) { return #m in o ? o.#m : ''; } } export const attempt = () => { const was = Mark.of(Math); if (!was) new Mark(Math); return was; };",
			"export const attempt = () => { try { Array.prototype.push = () => 'left'; } catch {} const list = []; return list.push(1) === 1 ? '' : 'left'; };",
			"export const attempt = async () => { try { Promise.prototype.then = function () { return 'left'; }; } catch {} return await Promise.resolve(''); };",
			"export const attempt = () => { const map = new WeakMap(); const was = map.get(Math) ?? ''; map.set(Math, 'left'); return was; };",
			"export const attempt = () => { const was = globalThis.mark ?? ''; setTimeout(() => { globalThis.mark = 'left'; }, 0); return was; };");

	/** Packages, and what each of them makes. */
	private static final List<String[]> PACKAGES = """
			import { z } from "zod"; const Z = z.object({ a: z.string().min(1), b: z.number().optional() });| "zod": Z.safeParse({ a: "x", b: "y" }).error?.issues
			import * as v from "valibot"; const V = v.object({ a: v.pipe(v.string(), v.email()) });| "valibot": v.safeParse(V, { a: "x" }).issues?.[0].message
			import * as yup from "yup"; const Y = yup.object({ a: yup.string().required() });| "yup": await Y.validate({ a: "x" })
			import dayjs from "dayjs"; import utc from "dayjs/plugin/utc"; dayjs.extend(utc);| "dayjs": dayjs.utc("2026-01-02").add(1, "day").format()
			import { format, parseISO } from "date-fns";| "date-fns": format(parseISO("2026-01-02"), "yyyy/MM/dd EEEE")
			import { nanoid } from "nanoid";| "nanoid": nanoid().length
			import { v4, v7 } from "uuid";| "uuid": [v4().length, v7().length]
			import semver from "semver";| "semver": semver.maxSatisfying(["1.2.3", "1.3.0", "2.0.0"], "^1.0.0")
			import { groupBy } from "lodash-es";| "lodash-es": groupBy([1.2, 1.3, 2.1], Math.floor)
			import { load, dump } from "js-yaml";| "js-yaml": dump(load("a: [1, {b: c}]"))
			import { XMLParser } from "fast-xml-parser";| "fast-xml-parser": new XMLParser().parse("<a><b>1</b></a>")
			import { parsePhoneNumberFromString } from "libphonenumber-js/min";| "libphonenumber-js/min": parsePhoneNumberFromString("+12133734253")!.formatNational()
			import { sha256 } from "@noble/hashes/sha2.js";| "@noble/hashes/sha2.js": [...sha256(new Uint8Array([1, 2]))]
			import ms from "ms";| "ms": ms("2 days")
			"""
		.lines()
		.map((line) -> line.split("\\| ", 2))
		.toList();

	private static DeployedWorkflow attacked;

	/** The realm of all attempts that no run notices. */
	private static SharedRealm attackedRealm;

	@TempDir
	private static Path root;

	@BeforeAll
	static void install() throws Exception {
		NpmPackages.install(root,
				List.of("esbuild@0.28.2", "zod@4.6.7", "valibot@1.5.0", "yup@1.7.1", "dayjs@1.11.23", "date-fns@4.4.0",
						"nanoid@5.1.16", "uuid@14.0.3", "semver@7.8.6", "lodash-es@4.18.1", "js-yaml@5.5.0",
						"fast-xml-parser@5.12.1", "libphonenumber-js@1.13.16", "@noble/hashes@2.4.0", "lodash@4.18.1",
						"ms@2.1.3"));
		attacked = SharedRealm.deployed(attacks(Stream.concat(LEFT.stream(), ENDS.stream()).toList()));
		attackedRealm = new SharedRealm(attacked, 10_000, "headers");
	}

	@AfterAll
	static void close() {
		attackedRealm.close();
	}

	private static Project project(String imports, String body) {
		String source = imports + "\n" + TestWorkflow.m2m("const token = m2mTokenClaims<any>();\n" + body);
		return new Project("test", Optional.of(root), List.of(TestWorkflow.FILE), Map.of(TestWorkflow.FILE, source));
	}

	/** A package for each attempt; the client of the event says which one is made. */
	private static Project attacks(List<String> codes) throws IOException {
		StringBuilder imports = new StringBuilder();
		StringBuilder attempts = new StringBuilder();
		Path folder = Files.createDirectories(root.resolve("node_modules/attacks"));
		Files.writeString(folder.resolve("package.json"), "{ \"name\": \"attacks\" }");
		for (int i = 0; i < codes.size(); i++) {
			Files.writeString(folder.resolve("a" + i + ".js"), codes.get(i));
			imports.append("import * as a%d from \"attacks/a%d.js\";\n".formatted(i, i));
			attempts.append("a%d, ".formatted(i));
		}
		return project(imports.toString(),
				"token.seen = await [" + attempts + "][Number(event.context.application.clientId)].attempt();");
	}

	private static Event attempt(String code) {
		int number = Stream.concat(LEFT.stream(), ENDS.stream()).toList().indexOf(code);
		return new Event(Map.of(), Map.of("application", Map.of("clientId", String.valueOf(number))));
	}

	/** A package whose function answers with what it sees of an earlier run. */
	private static Project attack(String code) throws IOException {
		Path folder = Files.createDirectories(root.resolve("node_modules/attack"));
		Files.writeString(folder.resolve("package.json"), "{ \"name\": \"attack\", \"main\": \"index.js\" }");
		Files.writeString(folder.resolve("index.js"), code);
		return project("import { attempt } from \"attack\";", "token.seen = await attempt();");
	}

	@ParameterizedTest
	@FieldSource("LEFT")
	void nothingOfARunIsSeenByTheNext(String code) {
		Event event = attempt(code);
		PooledRealm realm = attackedRealm.next();
		for (int i = 0; i < 3; i++) {
			Outcome outcome = attackedRealm.run(event);
			assertThat(outcome.failure()).isEmpty();
			assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("seen", ""));
			assertThat(realm.keepsPackages()).isTrue();
			assertThat(attackedRealm.next()).isSameAs(realm);
		}
	}

	@ParameterizedTest
	@FieldSource("UNKNOWN")
	void whatNobodyKnowsHowToMakeAsItWasIsEvaluatedAnew(String code) throws IOException {
		try (SharedRealm shared = new SharedRealm(attack(code), 1000)) {
			PooledRealm realm = shared.next();
			for (int i = 0; i < 4; i++) {
				assertThat(shared.next()).isSameAs(realm);
				Outcome outcome = shared.run(EVENT);
				assertThat(outcome.failure()).isEmpty();
				assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("seen", ""));
				assertThat(realm.keepsPackages()).isFalse();
			}
		}
	}

	/** What is read once would be the same for all runs. */
	@ParameterizedTest
	@FieldSource("READS")
	void packagesThatReadWhatIsAnotherInEachRunAreEvaluatedAnew(String read) throws IOException {
		DeployedWorkflow deployed = SharedRealm
			.deployed(attack("const read = " + read + "; export const attempt = () => read;"));
		for (int realms = 0; realms < 3; realms++) {
			try (SharedRealm shared = new SharedRealm(deployed, 1000, "crypto")) {
				for (int i = 0; i < 2; i++) {
					PooledRealm realm = shared.next();
					assertThat(shared.run(EVENT).failure()).isEmpty();
					assertThat(realm.keepsPackages()).isFalse();
				}
			}
		}
	}

	@Test
	void packagesWhoseTimesAreGivenStay() throws IOException {
		try (SharedRealm shared = new SharedRealm(
				attack("const d = [new Date(0), new Date('2026-01-02')]; export const attempt = () => d[0].getTime();"),
				1000)) {
			PooledRealm realm = shared.next();
			assertThat(TestWorkflow.set(shared.run(EVENT))).isEqualTo(Map.of("seen", 0));
			assertThat(realm.keepsPackages()).isTrue();
		}
	}

	/** A run that a limit ends is the last of its realm. */
	@Test
	void nothingOfARunIsLeftThatALimitEndedInAPackage() throws IOException {
		attack("let n = ''; export const attempt = (loop) => { const was = n; n = 'left'; while (loop); return was; };");
		Project project = project("import { attempt } from \"attack\";",
				"token.seen = attempt(event.context.application.clientId === 'loop');");
		Event loop = new Event(Map.of(), Map.of("application", Map.of("clientId", "loop")));
		try (SharedRealm shared = new SharedRealm(project, 1000)) {
			PooledRealm realm = shared.next();
			assertThat(TestWorkflow.set(shared.run(EVENT))).isEqualTo(Map.of("seen", ""));
			assertThat(realm.keepsPackages()).isTrue();
			assertThat(shared.run(loop).failure()).map(Failure::kind).hasValue(Failure.Kind.STATEMENTS);
			assertThat(shared.ready()).isZero();
			assertThat(TestWorkflow.set(shared.run(EVENT))).isEqualTo(Map.of("seen", ""));
		}
	}

	/** What is refused, or cannot be taken back, ends the realm. */
	@ParameterizedTest
	@FieldSource("ENDS")
	void whatWouldBeLeftEndsTheRealm(String code) {
		try (SharedRealm shared = new SharedRealm(attacked, 1000)) {
			shared.next();
			Outcome outcome = shared.run(attempt(code));
			assertThat(outcome.failure()).isEmpty();
			assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("seen", ""));
			assertThat(shared.ready()).isZero();
		}
	}

	/** Nobody has to know what they are for. A bundle has room for half of them. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void packagesShareRealmsAndDoTheSameThere(int half) {
		List<String[]> packages = IntStream.range(0, PACKAGES.size())
			.filter((number) -> number % 2 == half)
			.mapToObj(PACKAGES::get)
			.toList();
		String imports = packages.stream().map((parts) -> parts[0] + "\n").collect(Collectors.joining());
		String values = packages.stream().map((parts) -> parts[1]).collect(Collectors.joining(", "));
		DeployedWorkflow deployed = SharedRealm.deployed(project(imports, "token.value = {" + values + "};"));
		assertThat(deployed.realms().runsShareRealms()).isTrue();
		Map<String, Object> expected;
		try (SharedRealm own = new SharedRealm(deployed, 1)) {
			Outcome outcome = own.run(EVENT);
			assertThat(outcome.failure()).isEmpty();
			expected = TestWorkflow.set(outcome);
			assertThat(expected).containsKey("value");
		}
		try (SharedRealm shared = new SharedRealm(deployed, 1000, "url", "base64", "clone", "crypto", "error",
				"headers")) {
			PooledRealm realm = shared.next();
			for (int i = 0; i < 3; i++) {
				assertThat(shared.next()).isSameAs(realm);
				Outcome outcome = shared.run(EVENT);
				assertThat(outcome.failure()).isEmpty();
				assertThat(TestWorkflow.set(outcome)).isEqualTo(expected);
			}
			assertThat(shared.runsShareRealms()).isTrue();
			assertThat(shared.next()).isSameAs(realm);
		}
	}

	@Test
	void packagesThatMayChangeWhatIsBuiltInHaveRealmsOfTheirOwn() throws IOException {
		DeployedWorkflow deployed = SharedRealm.deployed(attack(
				"Array.prototype.last = function () { return this.at(-1); }; export const attempt = () => [1].last();"));
		assertThat(deployed.realms().runsShareRealms()).isFalse();
	}

	/** What a package is for of which nothing is imported is to change what is global. */
	@Test
	void packagesThatAreImportedForTheirEffectHaveRealmsOfTheirOwn() throws IOException {
		attack("globalThis.tool = () => 'own';");
		Project project = project("import \"attack\"; declare const tool: any;", "token.seen = tool();");
		assertThat(SharedRealm.deployed(project).realms().runsShareRealms()).isFalse();
		try (SharedRealm own = new SharedRealm(project, 1)) {
			assertThat(TestWorkflow.set(own.run(EVENT))).isEqualTo(Map.of("seen", "own"));
		}
	}

	/** What can be loaded with globals of its own is loaded with these from then on. */
	@ParameterizedTest
	@ValueSource(strings = {
			"Object.defineProperty(p, 'last', { get() { return 'own'; }, configurable: true }); exports.attempt = () => [].last;",
			"p.last = 'own'; if (![].last) throw new Error('refused'); exports.attempt = () => [].last;" })
	void packagesThatCannotBeLoadedInASharedRealmGetRealmsOfTheirOwn(String code) throws IOException {
		Project project = attack("const p = (() => [])().constructor['proto' + 'type']; " + code);
		try (SharedRealm shared = new SharedRealm(project, 1000)) {
			assertThat(shared.runsShareRealms()).isTrue();
			assertThat(shared.run(EVENT).failure()).isPresent();
			assertThat(shared.runsShareRealms()).isFalse();
			assertThat(TestWorkflow.set(shared.run(EVENT))).isEqualTo(Map.of("seen", "own"));
		}
	}

	/** Findings are made of the packages that run, wherever those were bundled. */
	@ParameterizedTest
	@CsvSource({ "'export const attempt = () => 1;', true",
			"'Array.prototype.a = 1; export const attempt = () => 1;', false" })
	void packagesThatWereBundledElsewhereAreLookedInto(String code, boolean shared) throws Exception {
		try (WorkflowEngine builder = WorkflowEngine.builder().build();
				WorkflowEngine engine = WorkflowEngine.builder().build()) {
			Artifact honest = builder.build(attack(code));
			DeployedWorkflow loaded = engine.load(sent(honest)).workflows().get(0);
			assertThat(loaded.realms().runsShareRealms()).isEqualTo(shared);
		}
	}

	/** A script would run while a realm is made, before anything in it is frozen. */
	@Test
	void packagesThatAreAScriptAreRefused() throws Exception {
		try (WorkflowEngine engine = WorkflowEngine.builder().build()) {
			Artifact honest = engine.build(attack("export const attempt = () => 1;"));
			Artifact lie = sent(
					TestArtifacts.withModules(honest, Versions.current(),
							(module) -> module.file().equals(CompiledModule.PACKAGES)
									? new CompiledModule(module.file(), "Array.prototype.a = 1; " + module.code(),
											module.map(), module.source(), module.texts(), module.findings())
									: module));
			InvalidProjectException refused = catchThrowableOfType(InvalidProjectException.class,
					() -> engine.load(lie));
			assertThat(refused).isNotNull();
			assertThat(refused.problems()).extracting(Problem::message)
				.containsExactly("The program of the artifact has a module that is not one function");
		}
	}

	/** What a server reads of it. */
	private static Artifact sent(Artifact artifact) throws Exception {
		return new ArtifactReader(ArtifactLimits.defaults())
			.read(new ByteArrayInputStream(ArtifactWriter.bytes(artifact)));
	}

}
