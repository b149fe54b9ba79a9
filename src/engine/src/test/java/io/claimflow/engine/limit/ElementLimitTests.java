package io.claimflow.engine.limit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.claimflow.Claims;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the bound on what a built-in function goes through, here of 800 elements and
 * 100 properties. What goes beyond it would not fail for want of memory or time.
 */
class ElementLimitTests {

	private static final LiveEngine ENGINE = TestWorkflow.engine(Limits.builder().arrayLength(800).build());

	private static final String GROWN = "const grown: any = [1]; "
			+ "const grow = (n: number) => { while (grown.length < n) grown.push(1); return true; }; ";

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "list.indexOf(1)", "list.lastIndexOf(1)", "list.includes(1)", "list.every(pass)",
			"list.some(pass)", "list.forEach(pass)", "list.map(pass)", "list.filter(pass)", "list.find(pass)",
			"list.findIndex(pass)", "list.findLast(pass)", "list.findLastIndex(pass)", "list.reduce(pass, 0)",
			"list.reduceRight(pass, 0)", "list.flat()", "list.flatMap(pass)", "list.slice()", "list.splice(0, 1)",
			"list.shift()", "list.unshift(1)", "list.reverse()", "list.sort()", "list.fill(1)", "list.copyWithin(0, 1)",
			"list.join()", "list.toLocaleString()", "String(list)", "list.concat(1)", "list.toReversed()",
			"list.toSorted()", "list.toSpliced(0, 1)", "list.with(0, 1)", "[].concat(list)", "[1].concat(half, half)",
			"[list].flat()", "[list].flat(undefined)", "[[list]].flat({ valueOf: () => 2 } as any)",
			"[[[half]], [half]].flat(Infinity)", "[[half], [[half]]].flat(3)", "Array.prototype.indexOf.call(like, 1)",
			"Array.prototype.indexOf.call(new Proxy(like, {}), 1)",
			"Array.prototype.indexOf.call(Object.create(like), 1)",
			"Array.prototype.indexOf.call({ get length() { return 801; } }, 1)",
			"Array.prototype.indexOf.call({ length: '801' }, 1)",
			"Array.prototype.indexOf.call({ length: { valueOf: () => 801 } }, 1)",
			"Reflect.apply(Array.prototype.includes, new Proxy(list, {}), [1])",
			"Array.prototype.shift.call('x'.repeat(801))", "Array.prototype.map.call(new Uint8Array(801), pass)",
			"Array.prototype.unshift.call(new String('x'.repeat(801)))",
			"[].concat({ length: 801, [Symbol.isConcatSpreadable]: true } as any)", "[].concat(new Proxy(list, {}))",
			"(RegExp.prototype as any)[Symbol.replace].call(plain, { toString: () => spoil('a') }, 'b')",
			"'a'.replace(plain, { toString: () => spoil('b') } as any)",
			"'a'.replace(Object.defineProperty(plain, 'flags', { get: () => spoil('') }), 'b')",
			"{ Object.defineProperty(RegExp.prototype, 'global', { get: () => spoil(false) }); 'a'.replace(plain, 'b'); }",
			"Array.from(like)", "Array.from(like, pass)", "Array.from.call(Object, like)",
			"Array.from(new Proxy(like, {}))",
			"Array.from({ get length() { return asked++ + 801; }, get [Symbol.iterator]() { return undefined; } } as any)",
			"'aaa'.replace(matching(like), 'b')",
			"'aaa'.split(Object.assign(/a/, { constructor: { [Symbol.species]: function () { return matching(like); } } }))",
			"(RegExp.prototype as any)[Symbol.replace].call({ flags: '', exec: () => like }, 'a', 'b')",
			"{ RegExp.prototype.exec = () => like; 'aaa'.replaceAll(/a/g, 'b'); }",
			"{ RegExp.prototype.exec = () => like; 'aaa'.split(/a/); }", "[1].flatMap(() => list)",
			"[1].flatMap(() => new Proxy(list, {}))", "[new Proxy(list, {})].flat()", "[[new Proxy(list, {})]].flat(2)",
			"Array.prototype.flat.call(like)", "Array.prototype.flat.call('x'.repeat(801))",
			"[].concat({ get [Symbol.isConcatSpreadable]() { return asked++ === 0; }, length: 801 } as any)",
			"Intl.getCanonicalLocales(like)",
			"Intl.getCanonicalLocales(Object.defineProperty(() => 1, 'length', { value: 801 }) as any)",
			"new Intl.NumberFormat(like)", "new (class extends Intl.NumberFormat {})(like)",
			"Reflect.construct(Intl.Collator, [list], Object)", "Intl.DateTimeFormat(list)", "new Intl.Collator(like)",
			"new Intl.PluralRules(like)", "new Intl.ListFormat(like)", "new Intl.RelativeTimeFormat(like)",
			"new Intl.DisplayNames(like, { type: 'region' })", "new Intl.Segmenter(like)",
			"Intl.DateTimeFormat.supportedLocalesOf(list)", "new Date().toLocaleDateString(list)",
			"(5).toLocaleString(like)", "5n.toLocaleString(like)", "text.localeCompare(text, like)",
			"JSON.stringify({}, list)", "text.toLocaleUpperCase(like)", "bytes.toLocaleString(like)" })
	void aLongerArrayIsNotWalked(String code) {
		assertThat(run(code).failure()).as(code).hasValueSatisfying((failure) -> {
			assertThat(failure.kind()).isEqualTo(Failure.Kind.EXCEPTION);
			assertThat(failure.message())
				.isEqualTo("RangeError: Maximum array length exceeded: 800 (claimflow.limits.array-length)");
			assertThat(failure.location()).hasValueSatisfying((location) -> assertThat(location.line()).isEqualTo(15));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "Object.keys(text)", "Object.values(text)", "Object.entries(text)",
			"Object.getOwnPropertyNames(text)", "Object.getOwnPropertyDescriptors(text)", "Reflect.ownKeys(bytes)",
			"Object.keys(new String(text))", "Object.keys(bytes)", "Object.keys(many)",
			"Object.keys(Object.defineProperty(many, 0, { get: () => 1 }))",
			"Object.keys(new Proxy(new Proxy(many, {}), {}))", "Object.assign({}, many)",
			"Object.assign({}, [1], text)", "Object.assign(text, 'ab')", "Object.create({}, many)",
			"Object.defineProperties({}, many)", "Object.freeze(many)", "Object.seal(new String(text))",
			"({ ...many })", "({ a: 1, ...(text as any), b: 2 })", "({ ...bytes })",
			"({ ...(many.length ? many : null) })", "({ ...{ ...many } })", "((value: any) => ({ ...value }))(many)",
			"{ const { length, ...rest } = many; }", "(({ length, ...rest }: any) => rest)(many)",
			"{ let rest; ({ ...rest } = many as any); }", "({ ...like.rest } = many as any)",
			"({ length: like.length, ...like['re' + 'st'] } = many as any)",
			"{ const { a: { ...rest } } = { a: text as any }; }", "{ const [{ ...rest }] = [bytes]; }",
			"{ for (const { ...rest } of [many]) { rest; } }", "{ for (like.rest of [{ ...many }]) { pass(); } }",
			"((first: any, { ...rest } = many as any) => () => rest)(1)",
			"await (async ({ ...rest }: any) => { await null; return () => rest; })(many)",
			"[...(function* ({ ...rest }: any) { yield rest; })(text)]",
			"{ try { throw many; } catch ({ ...rest }) { pass(); } }",
			"{ const { ...rest } = many; const f = () => rest; f(); }",
			"{ var { ...rest2 } = many; var g = () => rest2; g(); }" })
	void moreArePropertiesThatAreNotListed(String code) {
		assertThat(run(code).failure()).as(code).hasValueSatisfying((failure) -> {
			assertThat(failure.kind()).isEqualTo(Failure.Kind.EXCEPTION);
			assertThat(failure.message()).isEqualTo("RangeError: Too many properties to list or to copy at once: "
					+ "more than 100, an eighth of claimflow.limits.array-length");
			assertThat(failure.location()).hasValueSatisfying((location) -> assertThat(location.line()).isEqualTo(15));
		});
	}

	@Test
	void whatIsWithinTheBoundIsAsItWas() {
		Outcome outcome = run("""
				const claims = m2mTokenClaims<any>();
				const most = new Array(800).fill(1);
				claims.walk = most.indexOf(2) + most.map((n) => n + 1).reduce((sum, n) => sum + n, 0);
				claims.like = Array.prototype.map.call({ length: 2, 0: "a", 1: "b" }, (text) => text + text);
				claims.concat = half.concat(half.slice(1), 5, [6] as any, { length: 1000 } as any).length;
				claims.flat = [[half], [1]].flat(Infinity).length;
				claims.nested = [[list]].flat()[0].length;
				claims.quick = [list.at(-1) ?? null, list.push(1), list.pop(), list.length];
				claims.keys = Object.keys(many.slice(0, 100)).length;
				claims.copy = { ...[1, 2], ...("ab" as any), ...{ c: 3 }, ...null };
				const { 0: first, ...rest } = [1, 2, 3];
				claims.rest = rest;
				const { one = 1, ...others } = { two: 2 } as any;
				claims.others = (({ three = one, ...more } = others as any) => [three, more])();
				const sparse: any[] = [];
				sparse[5_000_000] = 1;
				claims.sparse = Object.keys(sparse);
				claims.text = text.slice(1).split("").length + [...text].length;
				claims.all = Object.fromEntries(Object.entries({ a: 1 }));
				""");
		assertThat(outcome.failure()).isEmpty();
		assertThat(TestWorkflow.set(outcome)).containsEntry("walk", 1599)
			.containsEntry("like", List.of("aa", "bb"))
			.containsEntry("concat", 802)
			.containsEntry("flat", 401)
			.containsEntry("nested", 801)
			.containsEntry("quick", Arrays.asList(null, 802, 1, 801))
			.containsEntry("keys", 100)
			.containsEntry("copy", Map.of("0", "a", "1", "b", "c", 3))
			.containsEntry("rest", Map.of("1", 2, "2", 3))
			.containsEntry("others", List.of(1, Map.of("two", 2)))
			.containsEntry("sparse", List.of("5000000"))
			.containsEntry("text", 201)
			.containsEntry("all", Map.of("a", 1));
	}

	@Test
	void theErrorOfALengthThatIsAskedForIsThatOfTheOperation() {
		String code = "Array.prototype.indexOf.call({ get length(): number { if (asked++ === 0) throw new Error('mine'); return 801; } }, 1)";
		assertThat(run(code).failure())
			.hasValueSatisfying((failure) -> assertThat(failure.message()).isEqualTo("Error: mine"));
		assertThat(TestWorkflow.set(run("try { " + code + "; } catch { m2mTokenClaims<any>().asked = asked; }")))
			.isEqualTo(Map.of("asked", 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Array.prototype.indexOf.call(two, 1)", "Array.prototype.fill.call(two, 1)",
			"Array.prototype.toReversed.call(two)", "Array.prototype.flat.call(two)",
			"Array.prototype.indexOf.call(new Proxy(two, {}), 1)", "Array.prototype.fill.call(Object.create(two), 1)",
			"Array.prototype.join.call(new Proxy([], { get }))",
			"Array.prototype.map.call(Object.defineProperty(bytes, 'length', { get: length }), pass)",
			"Array.prototype.fill.call({ length: { valueOf: length } }, 1)", "Intl.getCanonicalLocales(two)",
			"text.localeCompare(text, two)",
			"Intl.getCanonicalLocales(Object.defineProperty(() => 1, 'length', { get: length }) as any)",
			"[new Proxy([], { get })].flat()", "[[new Proxy([], { get })]].flat(2)",
			"[1].flatMap(() => new Proxy([], { get }))", "[].concat(new Proxy([], { get }) as any)",
			"Array.prototype.concat.call(new Proxy([], { get }), 1)" })
	void aLengthThatIsComputedIsThatWhichWasLookedAt(String code) {
		Outcome outcome = run("""
				const length = () => (asked++ === 0 ? 0 : 5_000_000);
				const two: any = { get length() { return length(); } };
				const get = (target: any, key: any) => (key === "length" ? length() : target[key]);
				%s;
				m2mTokenClaims<any>().asked = asked;
				""".formatted(code));
		assertThat(outcome.failure()).isEmpty();
		assertThat(TestWorkflow.set(outcome)).containsEntry("asked", 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "'a'.localeCompare(spoken, locales)",
			"String.prototype.toLocaleUpperCase.call(spoken, locales)",
			"Reflect.construct(Intl.NumberFormat, [locales], Object.defineProperty(function () {}.bind(null), 'prototype', { get: () => longer() }))" })
	void localesAreNoMoreThanWhenTheyWereLookedAt(String code) {
		for (String locales : List.of("{ length: 0 }", "[]")) {
			Outcome outcome = run("""
					const locales: any = %s;
					const longer = () => { locales.length = 801; locales[700] = "no locale"; return asked++; };
					const spoken: any = { toString: () => String(longer()) };
					%s;
					m2mTokenClaims<any>().asked = asked;
					""".formatted(locales, code));
			assertThat(outcome.failure()).as(locales).isEmpty();
			assertThat(TestWorkflow.set(outcome)).containsEntry("asked", 1);
		}
	}

	@Test
	void anObjectWhoseLengthIsComputedIsWalkedAsItIs() {
		Outcome outcome = run("""
				const claims = m2mTokenClaims<any>();
				const letters: any = { get length() { return 3; }, 0: "c", 2: "a" };
				claims.mapped = Array.prototype.map.call(letters, (letter, i) => letter + i);
				claims.joined = Array.prototype.join.call(letters, "-");
				claims.sorted = Array.prototype.sort.call(letters) === letters;
				claims.letters = Object.entries(letters).map(String);
				claims.reversed = Array.prototype.reverse.call(letters) === letters && letters[2];
				claims.filled = Array.prototype.fill.call(letters, "x", 1) === letters && letters[2];
				claims.shown = [];
				const target = [3, 1, 2];
				const proxy = new Proxy(target, { get(target: any, key, receiver) {
					if (key !== "length" && typeof key === "string" && key < "a") claims.shown.push(key);
					return Reflect.get(target, key, receiver);
				} });
				claims.found = proxy.indexOf(1);
				claims.proxy = proxy.sort() === proxy && target.join();
				claims.shifted = [proxy.shift(), proxy.unshift(5, 6), proxy.splice(1, 1), proxy.length, target];
				claims.copy = [proxy.slice(1), proxy.concat(proxy), Array.isArray(proxy.map(Number)), [proxy].flat()];
				claims.bytes = Array.prototype.every.call(bytes, (byte, i, all) => all === bytes);
				const refused: any = Object.freeze({ get length() { return 1; } });
				try { Array.prototype.fill.call(refused, 1); } catch (error: any) { claims.refused = error.name; }
				""");
		assertThat(outcome.failure()).isEmpty();
		assertThat(TestWorkflow.set(outcome)).containsEntry("mapped", Arrays.asList("c0", null, "a2"))
			.containsEntry("joined", "c--a")
			.containsEntry("sorted", true)
			.containsEntry("letters", List.of("0,a", "1,c", "length,3"))
			.containsEntry("reversed", "a")
			.containsEntry("filled", "x")
			.containsEntry("found", 1)
			.containsEntry("proxy", "1,2,3")
			.containsEntry("shifted", List.of(1, 4, List.of(6), 3, List.of(5, 2, 3)))
			.containsEntry("copy", List.of(List.of(2, 3), List.of(5, 2, 3, 5, 2, 3), true, List.of(5, 2, 3)))
			.containsEntry("bytes", true)
			.containsEntry("refused", "TypeError");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Object.assign({}, { get a() { return grow(101); } }, grown)",
			"Object.assign({}, { get a() { return grow(101); } }, {}, new Proxy(grown, {}))",
			"Object.assign({ set a(_: any) { grow(101); } }, { a: 1 }, grown)" })
	void aSourceThatAnotherMakesLongerIsLookedAtInItsTurn(String code) {
		assertThat(run(GROWN + code).failure()).hasValueSatisfying((failure) -> assertThat(failure.message())
			.startsWith("RangeError: Too many properties to list or to copy at once: more than 100"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[].concat({ get [Symbol.isConcatSpreadable]() { return !grow(801); } } as any, grown)",
			"[].concat(new Proxy([], { get: () => grow(801) && undefined }) as any, grown)",
			"[].concat(Object.create(new Proxy({}, { get: () => grow(801) && undefined })), grown)",
			"Object.assign([1], { constructor: { get [Symbol.species]() { return grow(801) && Array; } } }).concat([], grown)",
			"class A extends Array { constructor() { super(); grow(801); } } new A().concat([] as any, grown)",
			"[].concat(Object.defineProperty([], 0, { get: () => grow(801) }) as any, grown)",
			"{ Object.defineProperty(Array.prototype, 0, { get: () => grow(801) }); [].concat(new Array(1), grown); }" })
	void anArgumentThatAnotherMakesLongerIsLookedAtInItsTurn(String code) {
		assertThat(run(GROWN + code).failure()).hasValueSatisfying((failure) -> assertThat(failure.message())
			.isEqualTo("RangeError: Maximum array length exceeded: 800 (claimflow.limits.array-length)"));
	}

	@Test
	void whatIsLookedAtInItsTurnComesOutAsItWas() {
		Outcome outcome = run(
				"""
						const claims = m2mTokenClaims<any>();
						const proxy: any = new Proxy([3, 4], {});
						const spread: any = { length: 2, 0: "a", [Symbol.isConcatSpreadable]: true };
						const whole: any = Object.assign([9], { [Symbol.isConcatSpreadable]: false });
						claims.concat = [1].concat(2 as any, proxy, spread, whole, [[5]] as any);
						claims.holes = [1].concat(new Array(2), proxy).length;
						class List extends Array {}
						claims.list = List.of(1).concat([2], [3]) instanceof List;
						claims.assigned = Object.assign({ a: 1 }, null, { b: 2 }, [7], undefined, "xy", new String("z"), { b: 3 });
						const target = {};
						claims.target = Object.assign(target, { a: 1 }, proxy) === target;
						claims.wrapped = Object.assign("ab" as any, { c: 1 }, [] as any).c;
						const order: any[] = [];
						const source = (name: string) => new Proxy({ [name]: 1 }, { ownKeys: (target) => { order.push(name); return Reflect.ownKeys(target); } });
						Object.assign({}, source("a"), { get b() { return order.push("b"); } }, source("c"));
						claims.order = order;
						const depth: any = { valueOf: () => 2 };
						claims.flat = [1, [2, [3, [4]]], new Array(1)].flat(depth);
						claims.flatGetter = Object.defineProperty([[1], [2]], 1, { get: () => [3] }).flat();
						claims.flatProxy = [proxy, [proxy]].flat();
						claims.flatList = List.of([1], [2]).flat() instanceof List;
						const inner = [5];
						claims.inner = ([[[inner]], proxy].flat({ valueOf: () => 1.9 } as any)[0] as any)[0] === inner;
						claims.innerOfProxy = [new Proxy([inner], {})].flat()[0] === inner;
						const object: any = Object.freeze({ length: 2, 0: "a", 1: "b" });
						const kept: any = Object.freeze(Object.assign([1, 2], { [Symbol.isConcatSpreadable]: false }));
						const all = [].concat(proxy, object, kept, pass as any, null as any);
						claims.kept = [all.length, all[2] === object, all[3] === kept, all[4] === pass, all[5]];
						claims.spreadOnce = [].concat(proxy, { get [Symbol.isConcatSpreadable]() { return asked++ > 0; }, length: 801 } as any).length;
						const box = { times: 3 };
						const list2 = [1, 2];
						claims.flatMap = list2.flatMap(function (this: any, n, i, array) {
							return [n * this.times, i, array === list2, arguments.length, new Proxy([inner], {})] as any[];
						}, box);
						claims.mapped = list2.flatMap((n) => new Proxy([n, inner], {}) as any).map((x) => x === inner);
						claims.text = list2.flatMap(() => "xy");
						try { list2.flatMap(5 as any); } catch (error: any) { claims.noCallback = error.name; }
						claims.names = JSON.stringify({ a: 1, b: 2 }, new Proxy((key: any, value: any) => (key === "b" ? undefined : value), {}));
						claims.namesOfProxy = JSON.stringify({ a: 1, b: 2 }, new Proxy(["b"], {}));
						""");
		assertThat(outcome.failure()).isEmpty();
		assertThat(TestWorkflow.set(outcome))
			.containsEntry("concat", Arrays.asList(1, 2, 3, 4, "a", null, List.of(9), List.of(5)))
			.containsEntry("holes", 5)
			.containsEntry("list", true)
			.containsEntry("assigned", Map.of("a", 1, "b", 3, "0", "z", "1", "y"))
			.containsEntry("target", true)
			.containsEntry("wrapped", 1)
			.containsEntry("order", List.of("a", "b", "c"))
			.containsEntry("flat", List.of(1, 2, 3, List.of(4)))
			.containsEntry("flatGetter", List.of(1, 3))
			.containsEntry("flatProxy", List.of(3, 4, List.of(3, 4)))
			.containsEntry("flatList", true)
			.containsEntry("inner", true)
			.containsEntry("innerOfProxy", true)
			.containsEntry("kept", Arrays.asList(6, true, true, true, null))
			.containsEntry("spreadOnce", 3)
			.containsEntry("flatMap", List.of(3, 0, true, 3, List.of(List.of(5)), 6, 1, true, 3, List.of(List.of(5))))
			.containsEntry("mapped", List.of(false, true, false, true))
			.containsEntry("text", List.of("xy", "xy"))
			.containsEntry("noCallback", "TypeError")
			.containsEntry("names", "{\"a\":1}")
			.containsEntry("namesOfProxy", "{\"b\":2}");
	}

	@Test
	void whatIsCollectedOrMatchedComesOutAsItWas() {
		Outcome outcome = run(
				"""
						const claims = m2mTokenClaims<any>();
						claims.from = [
							Array.from({ length: 3, 1: "b" } as any), Array.from({ get length() { return 2; }, 0: "a" } as any, (x, i) => `${x}${i}`),
							Array.from(new Proxy(new Set([1, 2]).values(), { get: (target: any, key) => target[key].bind(target) })),
							Array.from({ get [Symbol.iterator]() { return [5, 6].values.bind([5, 6]); } } as any),
							Array.from(new Map([[1, 2]])), Array.from("xy"), Array.from(new Proxy([1, 2], {})), Array.from(5 as any),
						];
						class List extends Array {}
						claims.list = List.from({ length: 1 }) instanceof List;
						try { Array.from(null as any); } catch (error: any) { claims.null = error.name; }
						class Loud extends RegExp {
							exec(text: string) { asked++; return super.exec(text); }
						}
						claims.replaced = "banana".replace(new Loud("a(?<n>n)?", "g"), (...all) => JSON.stringify(all.slice(1)));
						claims.asked = asked;
						claims.text = "banana".replace(new Loud("(?<n>n)"), "<$&$1$<n>>") + "banana".replaceAll(new Loud("n", "g"), "m");
						claims.split = "a1b22c".split(new Loud("([0-9])+"));
						claims.limited = "a,b,c".split(new Loud(","), 2);
						class Mine { constructor(readonly rx: any, readonly flags: string) {} lastIndex = 0; exec(text: string) { return new RegExp("-", "y").exec(text.slice(this.lastIndex++)) && { length: 1, index: 0, 0: "-" }; } }
						const mine: any = /-/i;
						mine.constructor = { [Symbol.species]: function (rx: any, flags: string) { claims.made = [rx === mine, flags]; return Object.assign(new Mine(rx, flags), {}); } };
						claims.mine = "a-b".split(mine);
						const none: any = /a/;
						none.exec = 5;
						claims.none = "banana".replace(none, "o");
						const sticky: any = Object.assign(/a/gy, { exec: RegExp.prototype.exec });
						claims.sticky = ["aab".replace(sticky, "x"), sticky.lastIndex];
						try { (RegExp.prototype as any)[Symbol.replace].call({ flags: "" }, "a", "b"); } catch (error: any) { claims.noExpression = error.name; }
						try { "a".replace(Object.assign(/a/, { exec: () => 5 as any }), "b"); } catch (error: any) { claims.noMatch = error.name; }
						try { "a".split(Object.assign(/a/, { constructor: { [Symbol.species]: 5 } })); } catch (error: any) { claims.noConstructor = error.name; }
						""");
		assertThat(outcome.failure()).isEmpty();
		assertThat(TestWorkflow.set(outcome))
			.containsEntry("from",
					List.of(Arrays.asList(null, "b", null), List.of("a0", "undefined1"), List.of(1, 2), List.of(5, 6),
							List.of(List.of(1, 2)), List.of("x", "y"), List.of(1, 2), List.of()))
			.containsEntry("list", true)
			.containsEntry("null", "TypeError")
			.containsEntry("replaced",
					"b[\"n\",1,\"banana\",{\"n\":\"n\"}][\"n\",3,\"banana\",{\"n\":\"n\"}][null,5,\"banana\",{}]")
			.containsEntry("asked", 4)
			.containsEntry("text", "ba<nnn>anabamama")
			.containsEntry("split", List.of("a", "1", "b", "2", "c"))
			.containsEntry("limited", List.of("a", "b"))
			.containsEntry("made", List.of(true, "iy"))
			.containsEntry("none", "bonana")
			.containsEntry("sticky", List.of("xxb", 0))
			.containsEntry("noExpression", "TypeError")
			.containsEntry("noMatch", "TypeError")
			.containsEntry("noConstructor", "TypeError");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Object.assign({}, { get a() { throw new Error('mine'); } }, [1])",
			"Array.from({ get length(): number { throw new Error('mine'); } })",
			"Array.from(new Proxy({} as any, { get() { throw new Error('mine'); } }))",
			"'a'.replace(Object.assign(/a/, { exec() { throw new Error('mine'); } }), 'b')",
			"[].concat(Object.defineProperty([], 0, { get() { throw new Error('mine'); } }) as any, [1])",
			"Array.prototype.map.call({ get length() { return 1; }, get 0() { throw new Error('mine'); } }, pass)" })
	void anErrorOfTheScriptIsThatOfTheOperation(String code) {
		assertThat(run(code).failure()).hasValueSatisfying((failure) -> {
			assertThat(failure.message()).isEqualTo("Error: mine");
			assertThat(failure.location()).hasValueSatisfying((location) -> assertThat(location.line()).isEqualTo(15));
		});
		assertThat(TestWorkflow
			.set(run("try { " + code + "; } catch (error: any) { m2mTokenClaims<any>().caught = error.message; }")))
			.containsEntry("caught", "mine");
	}

	private static Outcome run(String body) {
		return TestWorkflow.runSource(ENGINE,
				TestWorkflow
					.m2m("""
							let asked = 0; const pass = (): any => true;
							const list: any[] = new Array(801);
							const like: any = { length: 801 };
							const half: any[] = new Array(400).fill(0);
							const many: any[] = new Array(101).fill(7);
							const text = "x".repeat(101);
							const bytes = new Uint8Array(101); const plain: any = /a/; const spoil = (answer: any) => { plain.exec = () => like; return answer; }; const matching = (match: any) => Object.assign(/a/, { exec(this: any) { this.lastIndex = 1; return match; } });
							%s
							"""
						.formatted(body)),
				Claims.of(TokenType.M2M_TOKEN, Map.of("sub", "machine")));
	}

}
