package io.claimflow.engine;

import java.util.List;
import java.util.Map;

import io.claimflow.Claims;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a run tells its author: of errors, and of the values that it logs.
 */
class DiagnosticsTests {

	private static final String F = TestWorkflow.FILE;

	/** What stands before the sources below takes no line of theirs. */
	private static final String HEAD = "export const workflowSettings = { id: 'x', trigger: 'm2m:token_generation' };";

	private static Outcome run(String source) {
		return TestWorkflow.runSource(HEAD + source, Claims.none());
	}

	private static String logged(String statements) {
		Outcome outcome = TestWorkflow.run(statements);
		assertThat(outcome.failure()).isEmpty();
		return String.join("\n", outcome.log().stream().map(LogLine::message).toList());
	}

	@Test
	void anErrorShowsTheLinesAroundItsPlaceWithACaret() {
		Failure failure = run("""

				interface Plan {
				  name: string;
				}
				const planOf = (id: string | undefined): Plan => {
				\tconst plan: Plan | undefined = undefined;
				\tif (!plan) throw new Error("no plan for " + (id as string));
				\treturn plan;
				};

				export default async (event: any) => planOf(event.none);
				""").failure().orElseThrow();
		assertThat(failure.location()).hasValueSatisfying((place) -> assertThat(place).hasToString(F + ":7:19"));
		assertThat(failure.excerpt()).containsExactly("     5 | const planOf = (id: string | undefined): Plan => {",
				"     6 | \tconst plan: Plan | undefined = undefined;",
				">    7 | \tif (!plan) throw new Error(\"no plan for \" + (id as string));",
				"       | \t                 ^", "     8 | \treturn plan;", "     9 | };");
	}

	@Test
	void linesOfTheSourceThatAreVeryLongAreNotShown() {
		assertThat(run("export default () => { null.x; /* " + "x".repeat(300) + " */ };").failure())
			.hasValueSatisfying((failure) -> {
				assertThat(failure.location()).isPresent();
				assertThat(failure.excerpt()).isEmpty();
			});
	}

	@Test
	void aSecretThatStandsInTheSourceIsMaskedInItsLines() {
		Failure failure = TestWorkflow.run("""
				getEnvironmentVariable("API_KEY");
				throw new Error("s3cr3t/+ key");
				""").failure().orElseThrow();
		assertThat(failure.excerpt().toString()).contains("throw new Error(\"******\")").doesNotContain("s3cr3t");
	}

	@Test
	void anErrorShowsWhatItComesFrom() {
		Failure failure = run("""

				type Id = string;
				const read = (id: Id) => {
				  throw new TypeError("unreadable " + id);
				};
				export default async () => {
				  try {
				    read("a");
				  } catch (error) {
				    throw new Error("not read", { cause: error });
				  }
				};
				""").failure().orElseThrow();
		assertThat(failure.message()).isEqualTo("Error: not read");
		assertThat(failure.causes()).singleElement().satisfies((cause) -> {
			assertThat(cause.relation()).isEqualTo("cause");
			assertThat(cause.message()).isEqualTo("TypeError: unreadable a");
			assertThat(cause.stack()).extracting(Object::toString).startsWith("read (" + F + ":4:9)");
			assertThat(cause.causes()).isEmpty();
		});
	}

	@Test
	void anAggregateErrorShowsEachOfItsErrors() {
		Failure failure = run("""
				export default () => Promise.any([
				  Promise.reject(new Error("first", { cause: "a string" })),
				  Promise.reject({ code: 7 }),
				]);
				""").failure().orElseThrow();
		assertThat(failure.causes())
			.extracting((cause) -> cause.relation() + " " + cause.message() + " " + cause.causes().size())
			.containsExactly("errors[0] Error: first 1", "errors[1] { code: 7 } 0");
		assertThat(failure.causes().get(0).causes()).singleElement()
			.satisfies((cause) -> assertThat(cause.message()).isEqualTo("a string"));
	}

	@Test
	void causesGoInNoCircleAndAreFew() {
		assertThat(run("export default () => { const e = new Error('e'); e.cause = e; throw e; };").failure()
			.orElseThrow()
			.causes()).hasSizeLessThan(3);
		assertThat(
				run("""
						export default () => { throw new AggregateError(Array.from({ length: 1e3 }, (_, i) => new Error("e" + i))); };
						""")
					.failure()
					.orElseThrow()
					.causes())
			.hasSizeBetween(2, 20);
	}

	@Test
	void aSecretIsMaskedInWhatAnErrorComesFrom() {
		Failure failure = TestWorkflow.run("""
				const key = getEnvironmentVariable("API_KEY").value;
				throw new AggregateError([new Error(key), key, { key }, new Error("x", { cause: [key] })], key);
				""").failure().orElseThrow();
		assertThat(failure.causes()).hasSize(4);
		assertThat(failure.toString()).contains("******").doesNotContain("s3cr3t");
	}

	/** It has been thrown, whatever it does when somebody looks at it. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			const e = new Error("x"); Object.defineProperty(e, "cause", { get() { console.log("asked"); } }); throw e;
			const e = new Error("x"); Object.defineProperty(e, "stack", { get() { console.log("asked"); } }); throw e;
			throw new Error("x", { cause: new Proxy({}, { getOwnPropertyDescriptor() { throw 1; } }) });
			JSON.stringify = () => "{"; throw new Error("x", { cause: 1 });
			Array.prototype.push = () => { throw 2; }; throw new Error("x", { cause: 1 });
			throw new AggregateError(new Proxy([1], {}), "x");
			""")
	void anErrorThatLiesIsAFailureLikeAnyOther(String code) {
		Outcome outcome = TestWorkflow.run(code);
		assertThat(outcome.failure()).hasValueSatisfying((failure) -> {
			assertThat(failure.kind()).isEqualTo(Failure.Kind.EXCEPTION);
			assertThat(failure.message()).endsWith("Error: x");
		});
		assertThat(outcome.log()).isEmpty();
	}

	@Test
	void aLoggedErrorHasItsStackInTheAuthorsSource() {
		Outcome outcome = run("""

				interface Odd { a: number }
				const make = (odd: Odd) => new RangeError("bad " + odd.a);
				export default async () => {
				  const error = make({ a: 1 });
				  console.error("x", error);
				  console.error(`caught: ${error.stack}`);
				};
				""");
		String stack = "RangeError: bad 1\n    at make (%1$s:3:28)\n    at default (%1$s:5:17)".formatted(F);
		assertThat(outcome.log()).extracting(LogLine::message).containsExactly("x " + stack, "caught: " + stack);
	}

	@ParameterizedTest
	@ValueSource(strings = { "await kinde.fetch('nowhere');", "kinde.fetch('nowhere').json;",
			"await kinde.fetch('nowhere').then(() => 1);", "await Promise.all([kinde.fetch('nowhere')]);" })
	void aCallThatFailsHasThePlaceWhereItWasMade(String call) {
		Outcome outcome = TestWorkflow
			.run("await null;\ntry { " + call + " } catch (e) { console.error(e); throw e; }");
		assertThat(outcome.failure()).hasValueSatisfying((failure) -> {
			assertThat(failure.message()).isEqualTo("Error: This server lets workflows make no calls");
			assertThat(failure.location()).hasValueSatisfying((place) -> assertThat(place.line()).isEqualTo(9));
		});
		assertThat(outcome.log()).singleElement()
			.satisfies((line) -> assertThat(line.message())
				.matches("Error: This server lets workflows make no calls\\R    at run \\(" + F + ":9:\\d+\\)"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "console.log(JSON.stringify({ stack: e.stack }));",
			"console.log(JSON.stringify(e, Object.getOwnPropertyNames(e)));", "console.log({ stack: e.stack });",
			"console.log(e.stack.split('\\n')[1]);", "console.log(String(e.stack));" })
	void theStackOfAnErrorHasTheAuthorsPlacesWhoeverReadsIt(String statement) {
		Outcome outcome = run("""

				interface Odd { a: number }
				type More = Odd & { b: number };
				export default async () => {
				  const e = new RangeError("bad");
				  %s
				};
				""".formatted(statement));
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.log()).singleElement()
			.satisfies((line) -> assertThat(line.message()).contains("at default (" + F + ":5:13)")
				.doesNotContain("claimflow:", "kernel.js"));
	}

	@Test
	void theStackOfACallThatFailsSaysItsTextOnce() {
		assertThat(logged("try { await kinde.fetch('nowhere'); } catch (e) { console.log(e.stack.split('\\n')[0]); }"))
			.isEqualTo("Error: This server lets workflows make no calls");
	}

	@Test
	void anErrorThatComputesItsMessageIsShownWithIt() {
		Failure failure = TestWorkflow.run("""
				class Issues extends Error {
				  constructor(readonly issues: string[]) {
				    super();
				    this.name = "ZodError";
				    Object.defineProperty(this, "message", { get: () => JSON.stringify(this.issues) });
				  }
				}
				throw new Issues(["too short"]);
				""").failure().orElseThrow();
		assertThat(failure.message()).isEqualTo("ZodError: [\"too short\"]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					kinde.secureFetch("a");            | TypeError: kinde.secureFetch is not a function; declare the binding in workflowSettings.bindings: "kinde.secureFetch": {}
					(kinde as any).widget.reset("a");  | TypeError: Cannot read property 'reset' of undefined: kinde.widget is undefined; "m2m:token_generation" does not have the binding "kinde.widget"
					(kinde as any).ftch("a");          | TypeError: kinde.ftch is not a function; did you mean kinde.fetch?
					crypto.subtle.sing();              | TypeError: crypto.subtle.sing is not a function
					(console as any).tabel();          | TypeError: console.tabel is not a function
					(denyAccess as any).now();         | TypeError: denyAccess.now is not a function
					event.context.none.code;           | TypeError: Cannot read property 'code' of undefined: event.context.none is undefined
					const list: any = [];  list[0].a;  | TypeError: Cannot read property 'a' of undefined: list[0] is undefined
					const f: any = 1;  f();            | TypeError: f is not a function
					null!.x;                           | TypeError: Cannot read property 'x' of null
					(denyAccess as any)["a-b"]();      | TypeError: denyAccess["a-b"] is not a function
					denyAccess["a-b"]();               | TypeError: denyAccess["a-b"] is not a function
					for (const x of event.none) x();   | TypeError: undefined is not iterable
					""")
	void messagesOfTheScriptEngineAreInTheWordsOfTheSource(String statement, String message) {
		assertThat(TestWorkflow.run(statement).failure())
			.hasValueSatisfying((failure) -> assertThat(failure.message()).isEqualTo(message));
		assertThat(logged("try { " + statement + " } catch (e) { console.log(e); }")).startsWith(message + "\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					kinde.secureFetch("a");                   | kinde.secureFetch is not a function; declare the binding in workflowSettings.bindings: "kinde.secureFetch": {}
					(kinde as any).ftch("a");                 | kinde.ftch is not a function; did you mean kinde.fetch?
					crypto.subtle.sing();                     | crypto.subtle.sing is not a function
					(denyAccess as any).now();                | denyAccess.now is not a function
					await (async () => (denyAccess as any).now())(); | denyAccess.now is not a function
					(kinde as any).widget.reset("a");         | Cannot read property 'reset' of undefined: kinde.widget is undefined; "m2m:token_generation" does not have the binding "kinde.widget"
					event.context.none.code;                  | Cannot read property 'code' of undefined: event.context.none is undefined
					event.context.none.code = 1;              | Cannot set property 'code' of undefined: event.context.none is undefined
					denyAccess["a-b"]();                      | denyAccess["a-b"] is not a function
					for (const x of event.none) x();          | undefined is not iterable
					const many: any[] = [...event.none];      | undefined is not iterable
					throw new TypeError("$module1 is mine");  | $module1 is mine
					throw Object.freeze(new TypeError("a"));  | a
					throw new Proxy({}, { get: () => "p", getPrototypeOf() { throw 1; } }); | p
					throw { message: "none" };                | none
					const f: any = 1;  f();                   | f is not a function
					""")
	void messagesOfCaughtErrorsAreInTheWordsOfTheSource(String statement, String message) {
		assertThat(logged("try { " + statement + " } catch (error: any) { console.log(error.message); }"))
			.isEqualTo(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "await failing().catch((e: any) => console.log(e.message));",
			"await failing().catch((e) => { console.log(e.message); });",
			"await failing().catch(async function (e: any) { console.log(e.message); });",
			"await failing().then(() => {}, (e) => console.log(e.message));",
			"await failing().then(undefined, function (e) { console.log(e.message); }).catch((denyAccess) => denyAccess);",
			"await failing().catch(e => ({ logged: console.log(e.message) }));" })
	void messagesOfRejectionsAreInTheWordsOfTheSource(String statement) {
		assertThat(logged("const failing = async () => (denyAccess as any).now(); " + statement))
			.isEqualTo("denyAccess.now is not a function");
	}

	@Test
	void aFunctionOfAnAsyncStackIsNamedAsInAnyOther() {
		Outcome outcome = run("""
				const later = async () => { await null; throw new Error("late"); };
				export default async () => {
				  try { await later(); } catch (e) { console.log(e.stack); }
				};
				""");
		assertThat(outcome.log()).singleElement()
			.satisfies((line) -> assertThat(line.message()).contains("at async default (" + F + ":"));
	}

	@Test
	void whatPreparesStacksItselfGetsThePlacesOfTheSource() {
		assertThat(
				logged("""
						type Sites = any[];
						const before = (Error as any).prepareStackTrace;
						(Error as any).prepareStackTrace = (error: Error, sites: Sites) => sites;
						const sites: Sites = new Error("own").stack as any;
						for (const site of sites) {
						  console.log(site.getFileName(), site.getLineNumber(), site.getColumnNumber(), site.getFunctionName(), String(site));
						  console.log([site.getThis(), site.getFunction(), site.isNative()]);
						}
						(Error as any).prepareStackTrace = (error: Error, sites: Sites) => before(error, sites);
						console.log(new Error("through the one before").stack);
						(Error as any).prepareStackTrace = before;
						console.log(new Error("as ever").stack);
						"""))
			.isEqualTo("""
					%1$s 11 22 run run (%1$s:11:22)
					[ undefined, undefined, false ]
					Error: through the one before
					    at run (%1$s:17:13)
					Error: as ever
					    at run (%1$s:19:13)""".formatted(F));
	}

	@Test
	void whatOneRunMakesOfStacksIsNoneOfTheNext() {
		assertThat(logged("(Error as any).prepareStackTrace = () => 'mine'; console.log(new Error('a').stack);"))
			.isEqualTo("mine");
		assertThat(logged("console.log(new Error('a').stack);")).isEqualTo("Error: a\n    at run (" + F + ":8:13)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "(Error as any).prepareStackTrace = () => 5;",
			"(Error as any).prepareStackTrace = () => { throw new Error('mine'); };" })
	void errorsOfCallsSayWhatTheySayWhateverPreparesStacks(String statement) {
		assertThat(
				logged(statement + " try { await kinde.fetch('nowhere'); } catch (e: any) { console.log(e.message); }"))
			.isEqualTo("This server lets workflows make no calls");
	}

	@Test
	void anErrorOfManyWithoutAPlaceHasThatOfItsFirst() {
		Failure failure = run("""

				export default async () => {
				  await Promise.any([
				    Promise.reject(new Error("first")),
				    Promise.reject(new Error("second")),
				  ]);
				};
				""").failure().orElseThrow();
		assertThat(failure.location()).hasValueSatisfying((place) -> assertThat(place).hasToString(F + ":4:20"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			import { helper } from "./help";       | helper.x();    | helper.x
			import { helper as h } from "./help";  | h.x();         | h.x
			import help from "./help";             | help.x();      | help.x
			import * as all from "./help";         | all.x();       | all.x
			import help from "./help";             | new help();    | help
			""")
	void whatIsImportedHasItsNameInMessages(String imports, String statement, String name) {
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults())) {
			TestWorkflow.deploy(engine,
					TestWorkflow.project(F, imports + HEAD + "export default () => { " + statement + " };",
							"kindeSrc/environment/workflows/help.ts",
							"export const helper: any = {}; export default {} as any;"));
			Outcome outcome = engine.run(engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(),
					TestWorkflow.event(), Claims.none());
			assertThat(outcome.failure()).hasValueSatisfying((failure) -> assertThat(failure.message())
				.matches("TypeError: \\Q" + name + "\\E is not a (function|constructor)"));
		}
	}

	@Test
	void anErrorIsLoggedWithItsPropertiesAndWhatItComesFrom() {
		assertThat(logged("""
				const e: any = new Error("outer", { cause: new TypeError("inner") });
				e.code = "E_NO";
				console.log({ e, all: [new AggregateError([], "none")] });
				""").replaceAll("\\(.*?\\)", "(…)")).isEqualTo("""
				{
				  e: Error: outer
				      at run (…) {
				    code: 'E_NO',
				    [cause]: TypeError: inner
				        at run (…)
				  },
				  all: [
				    AggregateError: none
				        at run (…) {
				      [errors]: []
				    }
				  ]
				}""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{ a: 1, b: "two", c: [1, "x", null, undefined, 3n, -0] } | { a: 1, b: 'two', c: [ 1, 'x', null, undefined, 3n, -0 ] }
					{ a: { b: { c: { d: 1 }, e: [1], f: {}, g: [] } } }      | { a: { b: { c: [Object], e: [Array], f: {}, g: [] } } }
					["it's", "a\\nb", `"'`]                                   | [ "it's", 'a\\\\nb', ``"'`` ]
					new Map([["a", { b: 1 }]])                               | Map(1) { 'a' => { b: 1 } }
					new Set([1, "x"])                                        | Set(2) { 1, 'x' }
					[new Date(0), /x/gi, Symbol("s")]                        | [ 1970-01-01T00:00:00.000Z, /x/gi, Symbol(s) ]
					[() => {}, function f() {}, class A {}, class extends Map {}, async () => {}] | [\\n  [Function (anonymous)],\\n  [Function: f],\\n  [class A],\\n  [class (anonymous) extends Map],\\n  [AsyncFunction (anonymous)]\\n]
					new (class Foo { x = 1; get y() { return 2; } })()       | Foo { x: 1 }
					Object.assign(Object.create(null), { a: 1 })             | [Object: null prototype] { a: 1 }
					(() => { const a: any = { n: 1 }; a.self = a; return a; })() | <ref *1> { n: 1, self: [Circular *1] }
					[1, , , 4]                                               | [ 1, <2 empty items>, 4 ]
					{ get a() { return 1; }, set a(v) {}, get b() { return 1; }, "odd key": 1, [Symbol("k")]: 2 } | { a: [Getter/Setter], b: [Getter], 'odd key': 1, [Symbol(k)]: 2 }
					new Uint8Array([1, 2])                                   | Uint8Array(2) [ 1, 2 ]
					[new String("s"), new Number(1)]                         | [ [String: 's'], [Number: 1] ]
					new URLSearchParams("a=1")                               | URLSearchParams { 'a' => '1' }
					new Headers({ a: "b" })                                  | Headers { 'a' => 'b' }
					new Proxy({}, { ownKeys() { throw 1; } })                | [an object that cannot be shown]
					""")
	void valuesAreShownAsNodeShowsThem(String value, String shown) {
		assertThat(logged("console.log(" + value + ");"))
			.isEqualTo(shown.replace("\\n", "\n").replace("\\\n", "\\n").replace("``", "`"));
	}

	@Test
	void whatIsLargeIsShortened() {
		assertThat(logged("console.log(Array(150).fill(1));")).endsWith("  1,\n  ... 50 more items\n]");
		assertThat(logged("console.log({ text: 'x'.repeat(10_002) });")).endsWith("x …'\n}").hasSizeLessThan(2_100);
		assertThat(logged("console.log(Object.fromEntries(Array.from({ length: 101 }, (_, i) => ['k' + i, i])));"))
			.endsWith("  ... 1 more property\n}");
		assertThat(logged(
				"console.log(Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => Array(100).fill('x'.repeat(100)))));"))
			.hasSizeLessThan(200_000);
	}

	@Test
	void aSecretThatIsCutIsMaskedWhole() {
		assertThat(logged("""
				const key = getEnvironmentVariable("API_KEY").value;
				console.log({ text: "x".repeat(1_995) + key + "y".repeat(10) });
				""")).contains("xxx", " …'").doesNotContain("s3c");
	}

	@Test
	void anOwnFormatStillWorks() {
		assertThat(logged("""
				console.log("%s is %d of %o%%", "a", 3, { deep: [{ er: [1] }] }, "more", 4);
				console.log(util.format("%s %s", { a: { b: 1 } }, [1]), "%s");
				""")).isEqualTo("a is 3 of {\n  deep: [ { er: [ 1 ] } ]\n}% more 4\n{ a: [Object] } [ 1 ] %s");
	}

	@Test
	void claimsAreShownAsTheyAre() {
		assertThat(TestWorkflow.run("console.log(m2mTokenClaims<any>());", Map.of("list", List.of("read"))).log())
			.extracting(LogLine::message)
			.containsExactly("{ list: [ 'read' ] }");
	}

}
