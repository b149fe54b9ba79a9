package io.claimflow.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Event;
import io.claimflow.OnDemand;
import io.claimflow.Outcome;
import io.claimflow.engine.realm.PooledRealm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that runs in one realm leave nothing for each other.
 */
class SharedRealmTests {

	private static final Event EVENT = TestWorkflow.event();

	/** Walks from what a workflow is given, and from what its syntax and calls yield. */
	private static final String CRAWLER = """
			import * as infrastructure from "@kinde/infrastructure";
			export const workflowSettings = {
			  id: "test", trigger: "m2m:token_generation",
			  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {}, "kinde.fetch": {}, url: {}, util: {} },
			};
			class Own { static x = 1; #p = 2; get p() { return this.#p; } }
			export default async function run(event: any) {
			  const g = globalThis as any;
			  const isObject = (v: any) => (typeof v === "object" && v !== null) || typeof v === "function";
			  const lazy = /^globalThis\\.(AbortController|AbortSignal|Blob|Event|EventTarget|File|FormData|Request|Response|fetch|performance|clearInterval|clearTimeout|queueMicrotask|setInterval|setTimeout)\\b/;
			  const open: string[] = [];
			  const paths = new Map<any, string>();
			  const functions: any[] = [];
			  const queue: [any, string][] = [];
			  const look = (v: any, path: string) => { if (isObject(v) && !paths.has(v)) { paths.set(v, path); queue.push([v, path]); } };
			  const walk = () => {
			    for (let next = queue.pop(); next; next = queue.pop()) {
			      const [object, path] = next;
			      if (!Object.isFrozen(object)) open.push(path);
			      if (typeof object === "function") functions.push(object);
			      look(Object.getPrototypeOf(object), path + ".__proto__");
			      for (const key of Reflect.ownKeys(object)) {
			        const d = Object.getOwnPropertyDescriptor(object, key)!;
			        if (lazy.test(path + "." + String(key))) {
			          look(d.get, path + "." + String(key) + " (get)"); look(d.set, path + "." + String(key) + " (set)");
			          continue;
			        }
			        look(d.value, path + "." + String(key)); look(d.get, path + "." + String(key) + " (get)"); look(d.set, path + "." + String(key) + " (set)");
			      }
			    }
			  };
			  // What a run makes is its own, but what that inherits from is not.
			  const mine = new Set<any>([Own.prototype]);
			  const kinds = (value: any, path: string) => {
			    if (!isObject(value)) return;
			    let proto = Object.getPrototypeOf(value);
			    while (mine.has(proto)) proto = Object.getPrototypeOf(proto);
			    look(proto, path + ".__proto__");
			  };
			  look(g, "globalThis");
			  look(infrastructure, "infrastructure");
			  for (const name of Object.keys(infrastructure)) look((infrastructure as any)[name], name);
			  const maker = function* () {};
			  const asyncMaker = async function* () {};
			  mine.add(maker.prototype);
			  mine.add(asyncMaker.prototype);
			  const made: [any, string][] = [
			    [{}, "{}"], [[], "[]"], [/x/, "regexp"], [() => 0, "arrow"], [async () => 0, "async"], [function* () {}, "generator"],
			    [async function* () {}, "async generator"], [maker(), "generator object"], [asyncMaker(), "async generator object"],
			    [[].values(), "array iterator"], ["x".matchAll(/x/g), "matchAll"], [new Map().entries(), "map iterator"], [new Set().values(), "set iterator"],
			    ["x"[Symbol.iterator](), "string iterator"], [new Own(), "own"], [class extends Array {}, "class"], [(async () => 0)(), "promise"],
			    [Object(1n), "bigint"], [Object(Symbol()), "symbol"], [new WeakRef({}), "weakref"], [new Proxy({}, {}), "proxy"], [new Date(), "date"],
			  ];
			  (function (this: any) { made.push([arguments, "arguments"]); made.push([Object.getOwnPropertyDescriptor(arguments, "callee")!.get, "callee"]); })();
			  for (const [value, path] of made) kinds(value, path);
			  look(made[made.length - 1][0], "thrower");
			  walk();
			  // Every function there is, called in many ways: what it returns has kinds of its own.
			  const givens: any[] = [undefined, 1, "x", "https://x.example/?a=b", [], {}, /x/g, () => 1, Symbol.iterator, new Map(), new Set(), new Date(0), new Uint8Array(2),
			    new ArrayBuffer(8), new DataView(new ArrayBuffer(8)), Promise.resolve(1), [].values(), "en", 1n, { next() { return { done: true }; } }];
			  for (const given of givens) mine.add(given);
			  let calls = 0;
			  const mark = Symbol.for("mark");
			  const left: string[] = [];
			  const attempt = (f: any, path: string) => {
			    try {
			      const value = f();
			      calls++;
			      if (isObject(value) && !paths.has(value)) {
			        if (!mine.has(value) && Object.getOwnPropertyDescriptor(value, mark)) left.push(path);
			        mine.add(value);
			        if (!Object.isFrozen(value)) Reflect.defineProperty(value, mark, { value: 1 });
			      }
			      kinds(value, path);
			      if (value && typeof value.then === "function") value.then(() => 0, () => 0);
			      if (isObject(value) && !paths.has(value)) {
			        for (const key of Reflect.ownKeys(value)) kinds(Object.getOwnPropertyDescriptor(value, key)!.value, path + "." + String(key));
			        if (typeof value[Symbol.iterator] === "function") { const i = value[Symbol.iterator](); kinds(i, path + " iterator"); kinds(i.next(), path + " result"); }
			      }
			    } catch (error) {
			      kinds(error, path + " error");
			    }
			  };
			  for (const f of [...functions]) {
			    const path = paths.get(f)!;
			    if (lazy.test(path) || /[fF](loat)?16|etPrototypeOf|Object.create|__proto__|Reflect|ssign|efine|denyAccess|repeat|padStart|padEnd|secureFetch|kinde.fetch|This.fetch|createKindeAPI|TokenClaims|TokenClaims|Proxy|OwnPropertyDescriptor|getM2MToken|jwtToken/.test(path)) continue;
			    for (const given of givens) {
			      attempt(() => Reflect.apply(f, given, []), path);
			      attempt(() => Reflect.apply(f, given, [given]), path);
			      attempt(() => Reflect.apply(f, given, [(x: any) => x, given]), path);
			      attempt(() => Reflect.construct(f, [given]), path);
			      attempt(() => Reflect.construct(f, [given, given, given]), path);
			    }
			  }
			  walk();
			  kinde.m2mToken.setCustomClaim("found", paths.size);
			  kinde.m2mToken.setCustomClaim("calls", calls);
			  kinde.m2mToken.setCustomClaim("left", left);
			  kinde.m2mToken.setCustomClaim("open", open.map((p) => p.slice(0, 120)).slice(0, 40));
			}
			""";

	private static String workflow(String body) {
		return TestWorkflow.m2m("const g = globalThis as any; const token = m2mTokenClaims<any>();\n" + body);
	}

	@Test
	void everythingThatRunsShareIsFrozen() {
		try (SharedRealm shared = new SharedRealm(CRAWLER, 1000, "url", "base64", "clone", "crypto", "error",
				"headers")) {
			PooledRealm realm = shared.next();
			for (int i = 0; i < 2; i++) {
				assertThat(shared.next()).isSameAs(realm);
				Outcome outcome = shared.run(EVENT);
				assertThat(outcome.failure()).isEmpty();
				Map<String, Object> claims = TestWorkflow.set(outcome);
				assertThat(claims.get("open")).isEqualTo(List.of());
				assertThat(claims.get("left")).isEqualTo(List.of());
				assertThat((Integer) claims.get("found")).isGreaterThan(1000);
				assertThat((Integer) claims.get("calls")).isGreaterThan(10_000);
			}
		}
	}

	/**
	 * Each leaves a mark if it is not seen yet. It fails or it does not: the next run
	 * does not see it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "g.mark", "Math.mark", "(Object.prototype as any).mark", "(run as any).mark",
			"(m2mTokenClaims as any).mark", "(kinde as any).mark", "(console as any).mark",
			"(kinde.m2mToken as any).mark", "(Object.getPrototypeOf(async () => 0) as any).mark",
			"(Object.getPrototypeOf([].values()) as any).mark",
			"(Object.getOwnPropertyDescriptor(g, 'kinde') as any).mark", "(Error as any).stackTraceLimit2",
			"(workflowSettings as any).mark", "(((s: TemplateStringsArray) => s)`x` as any).mark",
			"(Symbol.for('x') as any).mark", "(RegExp as any).mark", "(Object.getPrototypeOf(Int8Array) as any).mark",
			"(Promise.prototype as any).mark",
			"(Object.getOwnPropertyDescriptor(Object.prototype, 'toString')!.get as any).mark", "(event as any).mark",
			"(token as any).__mark", "(getEnvironmentVariable('REGION') as any).mark", "g.fetch.mark",
			"g.fetch.prototype.mark", "g.self.mark", "g.navigator.mark", "g.navigator.userAgent2" })
	void aMarkIsNotSeen(String place) {
		String body = """
				let seen: unknown;
				let refused = false;
				try { seen = %s; } catch { seen = "unreadable"; }
				try { %s = "left"; } catch { refused = true; }
				if (typeof token.__mark !== "undefined") delete token.__mark;
				token.seen = String(seen);
				""".formatted(place, place);
		try (SharedRealm shared = new SharedRealm(workflow(body), 1000)) {
			PooledRealm realm = shared.next();
			for (int i = 0; i < 3; i++) {
				Outcome outcome = shared.run(EVENT);
				assertThat(outcome.failure()).isEmpty();
				assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("seen", "undefined"));
			}
			assertThat(shared.ready()).isOne();
			assertThat(shared.next()).isSameAs(realm);
		}
	}

	/** Each answers with what of an earlier run it can see. */
	@ParameterizedTest
	@ValueSource(strings = {
			// methods that other code calls
			"try { String.prototype.at = () => 'left'; } catch {} token.seen = 'x'.at(0) === 'x' ? '' : 'left';",
			"try { Array.prototype.push = (() => 'left') as any; } catch {} const list: any[] = []; token.seen = list.push(1) === 1 ? '' : 'left';",
			"try { JSON.stringify = () => 'left'; } catch {} token.seen = JSON.stringify(1) === '1' ? '' : 'left';",
			"try { Promise.prototype.then = (() => 'left') as any; } catch {} token.seen = await Promise.resolve('');",
			"try { kinde.m2mToken.getCustomClaims = () => ({ x: 'left' }); } catch {} token.seen = kinde.m2mToken.getCustomClaims().x ?? '';",
			"try { g.kinde = { m2mToken: {} }; } catch {} token.seen = typeof kinde.m2mToken.getCustomClaims === 'function' ? '' : 'left';",
			"try { g.Object = null; } catch {} token.seen = Object ? '' : 'left';",
			"try { g.console = null; } catch {} token.seen = console ? '' : 'left';",
			"try { Object.setPrototypeOf(Array.prototype, { mark: 'left' }); } catch {} token.seen = ([] as any).mark ?? '';",
			"try { Object.setPrototypeOf(g, { mark: 'left' }); } catch {} token.seen = g.mark ?? '';",
			"try { Reflect.set(Object.prototype, 'mark', 'left'); } catch {} token.seen = ({} as any).mark ?? '';",
			"try { Reflect.set(Object.prototype, 'toString', () => 'left', Array.prototype); } catch {} token.seen = String([]);",
			"try { Reflect.set(Object.prototype, 'mark2', 'left', g); } catch {} token.seen = g.mark2 ?? '';",
			"try { Object.defineProperty(Map.prototype, 'get', { value: () => 'left' }); } catch {} token.seen = new Map().get(1) ?? '';",
			"try { (Array as any)[Symbol.species] = null; } catch {} token.seen = (Array as any)[Symbol.species] === Array ? '' : 'left';",
			"try { (Array.prototype as any)[Symbol.unscopables].mark = 'left'; } catch {} token.seen = (Array.prototype as any)[Symbol.unscopables].mark ?? '';",
			"try { Array.prototype.length = 7; } catch {} token.seen = Array.prototype.length ? 'left' : '';",
			"try { Array.prototype[3] = 'left'; } catch {} token.seen = ([] as any)[3] ?? '';",
			// the engine's own memory
			"const before = (RegExp as any).$1 ?? ''; /(.*)/.exec('left'); token.seen = before;",
			"const before = (RegExp as any).lastMatch ?? (RegExp as any).input ?? (RegExp as any)['$_'] ?? ''; /(.*)/.exec('left'); token.seen = before;",
			"const was = Error.stackTraceLimit; try { Error.stackTraceLimit = 3; } catch {} token.seen = was === 3 ? 'left' : '';",
			"token.seen = new Error('x').stack === 'left' ? 'left' : ''; (Error as any).prepareStackTrace = () => 'left';",
			"token.seen = g.FinalizationRegistry ? 'left' : '';",
			// what goes on after the function has returned
			"Promise.resolve().then(() => { try { g.mark = 'left'; } catch {} }); token.seen = g.mark ?? '';",
			"new Promise(() => 0).then(() => { token.seen = 'left'; }); token.seen = '';",
			"token.get = 1; delete token.get; const claims = kinde.m2mToken.getCustomClaims(); token.seen = claims.left ?? ''; claims.left = 'left'; delete claims.left;",
			// modules
			"token.seen = counter.n++ ? 'left' : ''; counter.list.push(1); if (counter.list.length > 1) token.seen = 'left';", })
	void nothingThatWorksIsSeen(String body) {
		String source = workflow(body) + "\nconst counter = { n: 0, list: [] as number[] };\n";
		try (SharedRealm shared = new SharedRealm(source, 1000)) {
			PooledRealm realm = shared.next();
			for (int i = 0; i < 3 && shared.ready() == 1; i++) {
				assertThat(shared.next()).isSameAs(realm);
				Outcome outcome = shared.run(EVENT);
				assertThat(outcome.failure()).isEmpty();
				assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("seen", ""));
			}
			// A realm in which something was refused is not used again.
			assertThat(shared.ready()).isEqualTo(body.startsWith("try { String")
					|| body.startsWith("try { Array.prototype.push") || body.startsWith("try { Promise") ? 0 : 1);
		}
	}

	/** What frozen globals could break, and must not. */
	@ParameterizedTest
	@ValueSource(strings = {
			"class Odd extends Error { constructor(m: string) { super(m); this.name = 'Odd'; } } try { throw new Odd('x'); } catch (e) { token.v = String(e); console.log(e instanceof Odd, (e as Error).name); }",
			"const o: any = {}; o.toString = () => 'mine'; o.constructor = 1; o.hasOwnProperty = 2; o.valueOf = 3; token.v = String(o) + Object.keys(o);",
			"const counts: any = {}; for (const key of ['toString', 'constructor', 'valueOf', 'x']) { counts[key] = 1; counts[key]++; } token.v = counts;",
			"const list: any = [3, 1, 2]; list.map = 'own'; list.push(4); token.v = [...list.sort(), list.map, list.length];",
			"const f: any = function () {}; f.call = 1; f.apply = 2; f.toString = () => 'f'; token.v = `${f}${f.call}${f.apply}`;",
			"const copy = Object.assign({}, { toString: 1, constructor: 2 }); token.v = copy;",
			"class List extends Array { get last() { return this[this.length - 1]; } } const l = List.from([1, 2, 3]).map((x) => x * 2) as List; token.v = [l.last, l instanceof List, l.length];",
			"const m = new Map([['a', 1]]); m.set('b', 2); token.v = Object.fromEntries([...m].map(([k, v]) => [k, v + 1]));",
			"async function* g() { yield 1; yield 2; } const out: number[] = []; for await (const x of g()) out.push(x); token.v = out;",
			"token.v = ['2026-11-28T00:00:00Z'].map((x) => new Date(x).toISOString()); console.log(new Date(0), new Map([[1, { a: [1] }]]), new Set([1]), [1, , 2], /x/g, Symbol('s'), class A {}, () => 1, new Error('e').message, Promise.resolve(1));",
			"token.v = 'a-b-c'.replace(/-(\\w)/g, (_, c) => c.toUpperCase()) + 'x'.padStart(3) + [...'ab'].reverse().join('');",
			"token.v = new Intl.NumberFormat('en').format(1234.5) + (1234.5).toLocaleString('en');",
			"const { a, ...rest } = { a: 1, b: 2, c: 3 }; token.v = [a, rest, structuredClone({ x: [1] })];",
			"const u = new URL('https://example.com/a?b=c'); u.searchParams.append('d', 'e'); token.v = [u.href, [...u.searchParams], String(new URLSearchParams({ x: 'y' }))];",
			"token.v = [btoa('hello'), atob('aGVsbG8='), [...new Headers({ A: 'b' })]];",
			"const p = new Proxy({} as any, { get: (_, k) => String(k) }); token.v = p.hello; const s = Object.create({ inherited: 1 }); s.inherited = 2; token.v2 = s.inherited;",
			"const e: any = new TypeError('x'); e.message = 'changed'; e.code = 7; e.name = 'Other'; token.v = [String(e), e.code]; console.error(e);",
			"const r = Promise.reject(new Error('no')); try { await r; } catch (e) { token.v = (e as Error).message; } token.w = await Promise.all([1, Promise.resolve(2)]);",
			"const tag = (s: TemplateStringsArray, ...v: number[]) => s.raw.join('|') + v; token.v = tag`a${1}b${2}c`;",
			"let i = 0; outer: for (;;) { for (;;) { if (i++ > 3) break outer; continue outer; } } token.v = i; token.n = 2n ** 64n === 18446744073709551616n;",
			"token.v = Object.prototype.hasOwnProperty.call({ a: 1 }, 'a'); token.w = Array.prototype.slice.call([1, 2, 3], 1);", })
	void whatAuthorsWriteWorksAsInARealmOfItsOwn(String body) {
		String source = workflow(body).replace("const g = globalThis as any;", "");
		Outcome expected = TestWorkflow.runSource(source, SharedRealm.BEFORE);
		assertThat(expected.failure()).isEmpty();
		try (SharedRealm shared = new SharedRealm(source, 1000, "url", "base64", "clone", "error", "headers")) {
			PooledRealm realm = shared.next();
			for (int i = 0; i < 2; i++) {
				assertThat(shared.next()).isSameAs(realm);
				Outcome outcome = shared.run(EVENT);
				assertThat(outcome.failure()).isEmpty();
				assertThat(TestWorkflow.set(outcome)).isEqualTo(TestWorkflow.set(expected));
				assertThat(outcome.log()).isEqualTo(expected.log());
			}
		}
	}

	@Test
	void aRealmServesSoManyRunsAndNoMore() {
		try (SharedRealm shared = new SharedRealm(workflow(""), 2)) {
			shared.run(EVENT);
			assertThat(shared.ready()).isOne();
			shared.run(EVENT);
			assertThat(shared.ready()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Array.prototype.push = (() => 'left') as any;",
			"try { (Error.prototype as any).name = 'x'; } catch {}", "(Math as any).mark = 1;", "g.mark = 1;",
			"Object.defineProperty(Math, 'max', { value: 1 });", "delete (Math as any).max;",
			"Object.setPrototypeOf(Math, null);", "new WeakMap().set(Math, 1);",
			"new WeakMap([[Array.prototype, 1]]);" })
	void codeThatIsRefusedAChangeGetsRealmsOfItsOwn(String body) {
		try (SharedRealm shared = new SharedRealm(workflow(body), 1000)) {
			assertThat(shared.runsShareRealms()).isTrue();
			shared.run(EVENT);
			assertThat(shared.ready()).isZero();
			assertThat(shared.runsShareRealms()).isFalse();
			assertThat(shared.run(EVENT).failure()).isEmpty();
		}
	}

	@Test
	void aPartThatRunsUseIsLoadedAheadFromThenOn() {
		try (SharedRealm shared = new SharedRealm(workflow("token.host = new URL('https://example.com').host;"),
				1000)) {
			assertThat(shared.run(EVENT).failure()).isEmpty();
			assertThat(shared.ready()).isZero();
			shared.restock();
			PooledRealm realm = shared.next();
			for (int i = 0; i < 2; i++) {
				assertThat(TestWorkflow.set(shared.run(EVENT))).isEqualTo(Map.of("host", "example.com"));
				assertThat(shared.next()).isSameAs(realm);
			}
		}
	}

	@Test
	void whatIsNotLoadedAheadIsLoadedWhenItIsUsed() {
		String source = workflow(
				"""
						await new Promise<void>((done) => queueMicrotask(done));
						clearTimeout(setTimeout(() => 0, 5));
						token.v = [typeof performance.now(), new AbortController().signal.aborted, btoa("a"), structuredClone([1]),
						  typeof crypto.randomUUID(), new DOMException("m", "n").name, [...new Headers({ A: "b" })],
						  new URL("https://example.com/a").pathname, setTimeout === setTimeout];
						""");
		Outcome expected = TestWorkflow.runSource(source, SharedRealm.BEFORE);
		try (SharedRealm shared = new SharedRealm(source, 1000)) {
			Outcome outcome = shared.run(EVENT);
			assertThat(outcome.failure()).isEmpty();
			assertThat(TestWorkflow.set(outcome)).isEqualTo(TestWorkflow.set(expected));
		}
	}

	@Test
	void aWorkflowWhoseRealmsAreUsedUpTooSoonGetsFreshOnes() {
		try (SharedRealm shared = new SharedRealm(workflow("await new Promise((done) => setTimeout(done, 0));"),
				1000)) {
			for (int i = 0; i < 3; i++) {
				assertThat(shared.runsShareRealms()).isTrue();
				assertThat(shared.run(EVENT).failure()).isEmpty();
				shared.restock();
			}
			assertThat(shared.runsShareRealms()).isFalse();
		}
	}

	@Test
	void aRunWithAPasswordIsTheLastOfItsRealm() {
		try (SharedRealm shared = new SharedRealm(workflow(""), 1000)) {
			shared.run(new Event(EVENT.request(), EVENT.context(), Set.of("hunter2")));
			assertThat(shared.ready()).isZero();
			shared.restock();
			shared.run(new Event(Map.of(), Map.of("hash", new OnDemand(() -> Optional.of("made of hunter2")))));
			assertThat(shared.ready()).isZero();
		}
	}

	/** They have files of the same names. */
	@Test
	void workflowsWithTheSameBindingsTakeTurnsInARealm() {
		String counts = "\nlet runs = 0;\nconst marks: unknown[] = [];\n";
		String body = "marks.push('%1$s'); token.%1$s = [++runs, marks.length, (kinde.m2mToken as any).mark ?? '']; try { (kinde.m2mToken as any).mark = 'left'; } catch {}";
		try (SharedRealm shared = new SharedRealm(workflow(body.formatted("one")) + counts, 1000)) {
			DeployedWorkflow other = shared.workflow(workflow(body.formatted("other")) + counts);
			PooledRealm realm = shared.next();
			for (int i = 0; i < 3; i++) {
				assertThat(TestWorkflow.set(shared.run(EVENT))).isEqualTo(Map.of("one", List.of(1, 1, "")));
				assertThat(TestWorkflow.set(shared.run(other, EVENT))).isEqualTo(Map.of("other", List.of(1, 1, "")));
			}
			assertThat(shared.ready()).isOne();
			assertThat(shared.next()).isSameAs(realm);
		}
	}

	@Test
	void aWorkflowWithOtherBindingsDoesNotRunThere() {
		try (SharedRealm shared = new SharedRealm(workflow(""), 1000)) {
			DeployedWorkflow other = shared
				.workflow(workflow("token.env = typeof kinde.env;").replace("\"kinde.env\": {},", ""));
			assertThat(TestWorkflow.set(shared.run(other, EVENT))).isEqualTo(Map.of("env", "undefined"));
			try (PooledRealm realm = shared.realms().take(other.realms())) {
				assertThat(realm.profile()).isEmpty();
			}
			assertThat(shared.ready()).isOne();
		}
	}

	@Test
	void whatTakesThePlaceOfAWorkflowRunsInItsRealms() {
		try (SharedRealm shared = new SharedRealm(workflow("token.v = 1;"), 1000)) {
			PooledRealm realm = shared.next();
			DeployedWorkflow next = shared.workflow(workflow("token.v = 2;"));
			shared.realms().prepare(next.realms());
			shared.workflow().retire(shared.realms());
			assertThat(shared.ready()).isOne();
			assertThat(TestWorkflow.set(shared.run(next, EVENT))).isEqualTo(Map.of("v", 2));
			assertThat(shared.realms().take(next.realms())).isSameAs(realm);
			realm.close();
		}
	}

	@Test
	void aRunOfAWorkflowThatIsNoLongerLiveKeepsNoRealm() {
		try (SharedRealm shared = new SharedRealm(workflow(""), 1000)) {
			PooledRealm realm = shared.realms().take(shared.workflow().realms());
			shared.workflow().retire(shared.realms());
			assertThat(shared.realms().giveBack(realm, true)).isFalse();
			assertThat(shared.run(EVENT).failure()).isEmpty();
			assertThat(shared.ready()).isZero();
		}
	}

	@Test
	void aWorkflowThatFailsEndsNoMoreRealmsOfOthers() {
		try (SharedRealm shared = new SharedRealm(workflow(""), 1000)) {
			DeployedWorkflow failing = shared.workflow(workflow("if (event.request.fails) throw new Error('no');"));
			Event fails = new Event(Map.of("fails", true), Map.of());
			assertThat(shared.run(failing, fails).failure()).isPresent();
			assertThat(shared.ready()).isZero();
			shared.restock();
			for (int i = 0; i < 5; i++) {
				assertThat(shared.run(failing, fails).failure()).isPresent();
				assertThat(shared.ready()).isOne();
			}
			assertThat(shared.run(failing, EVENT).failure()).isEmpty();
			PooledRealm realm = shared.next();
			assertThat(shared.realms().take(failing.realms())).isSameAs(realm);
			realm.close();
		}
	}

	/** What was thrown may have left something to run. */
	@ParameterizedTest
	@ValueSource(strings = { "await new Promise(() => 0);", "throw new Error('no');", "token.v = () => 0;",
			"Promise.resolve().then(() => { token.late = 1; }); throw new Error('no');" })
	void aRunThatFailsIsTheLastOfItsRealm(String body) {
		try (SharedRealm shared = new SharedRealm(workflow(body), 1000)) {
			assertThat(shared.run(EVENT).failure()).isPresent();
			assertThat(shared.ready()).isZero();
		}
	}

}
