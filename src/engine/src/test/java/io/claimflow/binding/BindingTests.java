package io.claimflow.binding;

import java.util.List;
import java.util.Map;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.VariableSource;
import io.claimflow.Failure;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.SourceLocation;
import io.claimflow.TokenType;
import io.claimflow.Warning;
import io.claimflow.engine.TestWorkflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BindingTests {

	@Test
	void theEventIsTheOneArgument() {
		Outcome outcome = TestWorkflow.run("""
				console.log(event.request.ip, event.request.auth.audience[0], event.context.application.clientId,
				  event.context.workflow.trigger);
				event.request.ip = "changed"; event.context.more = {};
				""");
		assertThat(outcome.log()).extracting(LogLine::message)
			.containsExactly("203.0.113.7 https://api.example.com demo m2m:token_generation");
	}

	@Test
	void aLineKnowsWhereItComesFrom() {
		Outcome outcome = TestWorkflow.run("""
				const tell = (text) => console.log(text);
				console.log('first');
				await null;
				tell('second');
				[1].forEach(() => console.error('third'));
				""");
		int first = line(outcome, "first");
		assertThat(outcome.log()).allSatisfy((line) -> assertThat(line.location()).get()
			.extracting(SourceLocation::file)
			.isEqualTo(TestWorkflow.FILE));
		assertThat(first).isGreaterThan(1);
		assertThat(line(outcome, "second")).isEqualTo(first - 1);
		assertThat(line(outcome, "third")).isEqualTo(first + 3);
	}

	private static int line(Outcome outcome, String message) {
		return outcome.log()
			.stream()
			.filter((line) -> line.message().equals(message))
			.findFirst()
			.flatMap(LogLine::location)
			.orElseThrow()
			.line();
	}

	@Test
	void consoleLevelsAreKept() {
		Outcome outcome = TestWorkflow
			.run("console.log(1); console.info(2); console.debug(3); console.warn(4); console.error(5);");
		assertThat(outcome.log()).extracting(LogLine::level)
			.containsExactly(LogLine.Level.INFO, LogLine.Level.INFO, LogLine.Level.DEBUG, LogLine.Level.WARN,
					LogLine.Level.ERROR);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			'a', 1, true, null, undefined          | a 1 true null undefined
			'%s is %d and %i and %f', 'x', 1.5, 2.9, '3.5', 'rest' | x is 1.5 and 2 and 3.5 rest
			'%j %%', { a: [1] }                    | {"a":[1]} %
			'%s'                                   | %s
			'100%', 'sure'                         | 100% sure
			{ a: { b: [1, 'x'] } }                 | { a: { b: [ 1, 'x' ] } }
			[1, [2]], 5n                           | [ 1, [ 2 ] ] 5n
			Symbol('s')                            | Symbol(s)
			""")
	void formatIsThatOfNode(String arguments, String text) {
		Outcome outcome = TestWorkflow
			.run("console.log(" + arguments + "); console.log(util.format(" + arguments + "));");
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.log()).extracting(LogLine::message).containsExactly(text, text);
	}

	@Test
	void anErrorIsLoggedWithItsMessage() {
		assertThat(TestWorkflow.run("console.error('failed:', new TypeError('no luck'));").log()).singleElement()
			.satisfies((line) -> assertThat(line.message()).startsWith("failed: TypeError: no luck"));
	}

	@Test
	void aMegabyteOfLogIsCutAndSaysSo() {
		Outcome outcome = TestWorkflow.run("console.log('x'.repeat(1024 * 1024)); console.log('more');");
		assertThat(outcome.status()).isEqualTo(Outcome.Status.COMPLETED);
		assertThat(outcome.log()).singleElement()
			.satisfies((line) -> assertThat(line.message()).hasSizeBetween(60_000, 66_000));
		assertThat(outcome.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.LOG_LIMIT);
	}

	@Test
	void manyLogLinesAreCutAndSaySo() {
		Outcome outcome = TestWorkflow.run("for (let i = 0; i < 100000; i++) console.log(i);");
		assertThat(outcome.log()).hasSize(100);
		assertThat(outcome.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.LOG_LIMIT);
	}

	@Test
	void variablesAreReadByName() {
		Outcome outcome = TestWorkflow
			.run("""
					const region = getEnvironmentVariable("REGION");
					const none = getEnvironmentVariable("NONE");
					console.log(region.value, region.isSecret, kinde.env.get("API_KEY").isSecret, none.value, none.isSecret);
					m2mTokenClaims<any>().length = kinde.env.get("API_KEY").value.length;
					""");
		assertThat(outcome.log().get(0).message()).isEqualTo("eu-north false true undefined false");
		assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("length", 12));
	}

	@ParameterizedTest
	@ValueSource(strings = { "console.log('key', key)", "console.log({ deep: [key] })", "throw new Error(key)",
			"throw key", "denyAccess(key)", "console.log(encodeURIComponent(key))",
			"console.log(new URLSearchParams({ key }))", "console.log(`${new URLSearchParams({ key })}`)",
			"console.log('czNjcjN0Lysga2V5')", "null[key]", "eval(key)" })
	void aSecretIsMaskedInLogsAndErrors(String code) {
		Outcome outcome = TestWorkflow.run("const key = getEnvironmentVariable('API_KEY').value; " + code + ";");
		assertThat(words(outcome)).doesNotContain("s3cr3t", "czNjcjN0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "console.log(key)", "console.log({ key })", "console.log([[key]])",
			"console.log(JSON.stringify({ key }))", "console.log(encodeURIComponent(key))",
			"console.log(String(new URLSearchParams({ key })))", "console.log(util.format('%j', key))",
			"throw new Error(key)", "denyAccess(JSON.stringify([key]))" })
	void aSecretIsMaskedHoweverItIsQuoted(String code) {
		Outcome outcome = TestWorkflow.run("const key = getEnvironmentVariable('ODD_KEY').value; " + code + ";");
		assertThat(words(outcome)).contains("******")
			.doesNotContain("h\"u", "h\\\"u", "h%22u", "s'h", "s\\'h", "s%27h");
	}

	/**
	 * Everything that the outcome says, with the reason that its text form keeps back.
	 */
	private static String words(Outcome outcome) {
		return outcome + outcome.denial().map(Effect.DenyAccess::reason).orElse("");
	}

	@Test
	void aVariableAndASetClaimDoNotPrintTheirValues() {
		assertThat(new VariableSource.Variable("hush", true).toString()).doesNotContain("hush");
		assertThat(TestWorkflow.run("m2mTokenClaims<any>().a = 'hush';").toString()).doesNotContain("hush");
	}

	@Test
	void urlAndUrlSearchParamsFollowTheStandard() {
		Outcome outcome = TestWorkflow.run("""
				const url = new URL("../b?x=1&x=2#h", "https://user:pw@EXAMPLE.com:8443/a/c/d");
				url.searchParams.append("y", "ä &");
				console.log(url.href, url.host, url.searchParams.getAll("x").length, url.origin);
				console.log(new URL("https://bücher.example/").hostname, URL.canParse("nope"));
				console.log([...new URLSearchParams("a=1&b=2")].join(";"), url instanceof URL);
				""");
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.log()).extracting(LogLine::message)
			.containsExactly(
					"https://user:pw@example.com:8443/a/b?x=1&x=2&y=%C3%A4+%26#h example.com:8443 2 https://example.com:8443",
					"xn--bcher-kva.example false", "a,1;b,2 true");
	}

	@Test
	void aBindingThatIsNotDeclaredIsNotThere() {
		String source = """
				import { m2mTokenClaims, getEnvironmentVariable, denyAccess } from "@kinde/infrastructure";
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation" };
				const attempt = (what: () => unknown) => { try { what(); return "fine"; } catch (e: any) { return e.message; } };
				export default async function () {
				  console.log(typeof kinde, Object.keys(kinde).join(), typeof (globalThis as any).URL, typeof (globalThis as any).util);
				  console.log(attempt(m2mTokenClaims));
				  console.log(attempt(() => getEnvironmentVariable("X")));
				  console.log(attempt(() => denyAccess("X")));
				}
				""";
		Outcome outcome = TestWorkflow.runSource(source, Claims.of(TokenType.M2M_TOKEN, Map.of()));
		assertThat(outcome.log()).extracting(LogLine::message)
			.containsExactly("object cache undefined undefined",
					"m2mToken binding not available, please add to workflow/page settings to enable",
					"env binding not available, please add to workflow/page settings to enable",
					"auth binding not available");
	}

	@Test
	void plainAndAsyncFunctionsAndAnyReturnValueAreAccepted() {
		for (String function : List.of("function () { return { denied: true }; }", "() => 5", "async () => null",
				"() => ({ then(done) { done(1); } })")) {
			String source = "export const workflowSettings = { id: 'x', trigger: 'm2m:token_generation' };\n"
					+ "export default " + function + ";";
			assertThat(TestWorkflow.runSource(source, Claims.none()).status()).as(function)
				.isEqualTo(Outcome.Status.COMPLETED);
		}
	}

	@Test
	void modernJavaScriptRunsAsItIs() {
		Outcome outcome = TestWorkflow
			.run("""
					let a: any = null; a ??= 1; a ||= 2; a &&= 3;
					class Counter { static #made = 0; #n = 0; static { Counter.#made++; } next() { return ++this.#n; } }
					const last = [1, 2, 3].findLast((n) => n < 3);
					const sorted = [3, 1].toSorted().with(0, 9).toSpliced(1, 1);
					const groups = /(?<y>\\d{4})/d.exec("in 2026")!.groups!.y;
					async function* gen() { yield 1; yield 2; }
					let sum = 0; for await (const n of gen()) sum += n;
					console.log(a, new Counter().next(), last, sorted.join(), groups, sum, Object.groupBy([1], () => "k").k.length,
					  "aa".replaceAll("a", "b"), [1].at(-1), structured(1_000), new Set([1]).union(new Set([2])).size);
					function structured(n: number) { return n.toLocaleString("en"); }
					""");
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.log().get(0).message()).isEqualTo("3 1 2 9 2026 3 1 bb 1 1,000 2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "eval('1')", "new Function('return 1')()", "(() => {}).constructor('return 1')()",
			"(async () => {}).constructor('return 1')()" })
	void codeIsNotMadeFromStrings(String code) {
		assertThat(TestWorkflow.run(code).failure()).map(Failure::message)
			.hasValueSatisfying((message) -> assertThat(message).contains("dynamic evaluation of code is disabled"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Java", "Packages", "java", "Polyglot", "Graal", "load", "loadWithNewGlobal", "print",
			"process", "require", "SharedArrayBuffer", "Atomics", "arguments", "WebAssembly", "importScripts" })
	void theRealmHasNoWayOut(String global) {
		assertThat(
				TestWorkflow.run("console.log(typeof (globalThis as any)['" + global + "']);").log().get(0).message())
			.isEqualTo("undefined");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			'kinde.m2mToken': {}                    | undefined
			'kinde.m2mToken': {}, 'kinde.fetch': {} | function
			""")
	void fetchIsThereWhereItsBindingIs(String bindings, String type) {
		assertThat(TestWorkflow.runSource("""
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation", bindings: { %s } };
				export default () => console.log(typeof globalThis["fetch"], typeof (globalThis as any).kinde.fetch);
				""".formatted(bindings), Claims.none()).log().get(0).message()).isEqualTo(type + " " + type);
	}

}
