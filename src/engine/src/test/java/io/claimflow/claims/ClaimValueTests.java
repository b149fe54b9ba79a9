package io.claimflow.claims;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.claimflow.Claims;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.SourceLocation;
import io.claimflow.TokenType;
import io.claimflow.Warning;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimValueTests {

	@Test
	void everyJsonValueSurvivesExactly() {
		Outcome outcome = TestWorkflow.run("""
				const c = m2mTokenClaims<any>();
				c.small = 42;
				c.negative = -7;
				c.minusZero = -0;
				c.millis = 1790000000000;
				c.largest = 2 ** 53 - 1;
				c.beyond = 2 ** 60;
				c.huge = 1e20;
				c.fraction = 0.1;
				c.yes = true;
				c.nothing = null;
				c.text = "naïve 😀 \\u0000 \\" \\\\";
				c.list = [1, [2, [3, []]], {}, null, undefined];
				c.object = { a: { b: { c: [] } }, "with space": 1, gone: undefined };
				c.date = new Date(0);
				c.boxed = [new String("a"), new Number(1.5), new Boolean(false)];
				c.disguised = { [Symbol.toStringTag]: "Number", a: 1 };
				c.instance = new (class Point { x = 1; #hidden = 2; get y() { return 2; } })();
				""");
		assertThat(outcome.failure()).isEmpty();
		Map<String, Object> claims = TestWorkflow.set(outcome);
		assertThat(claims).containsEntry("small", 42)
			.containsEntry("negative", -7)
			.containsEntry("minusZero", 0)
			.containsEntry("millis", 1_790_000_000_000L)
			.containsEntry("largest", 9_007_199_254_740_991L)
			.containsEntry("beyond", 1_152_921_504_606_847_000L)
			.containsEntry("huge", 1e20)
			.containsEntry("fraction", 0.1)
			.containsEntry("yes", true)
			.containsEntry("nothing", null)
			.containsEntry("text", "naïve 😀 \u0000 \" \\")
			.containsEntry("list", Arrays.asList(1, List.of(2, List.of(3, List.of())), Map.of(), null, null))
			.containsEntry("object", Map.of("a", Map.of("b", Map.of("c", List.of())), "with space", 1))
			.containsEntry("date", "1970-01-01T00:00:00.000Z")
			.containsEntry("boxed", List.of("a", 1.5, false))
			.containsEntry("disguised", Map.of("a", 1))
			.containsEntry("instance", Map.of("x", 1));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					() => 1                                         | 'bad' is a function
					{ a: [1, { b: () => 1 }] }                      | 'bad'.a[1].b is a function
					Symbol('x')                                     | 'bad' is a symbol
					{ n: NaN }                                      | 'bad'.n is NaN
					[Infinity]                                      | 'bad'[0] is Infinity
					10n                                             | 'bad' is a BigInt
					['\\ud800x']                                    | 'bad'[0] is text with half of a surrogate pair
					{ '\\udc00': 1 }                                | 'bad' is an object with half of a surrogate pair in a key
					new Map([[1, 2]])                               | 'bad' is a Map
					new Set([1])                                    | 'bad' is a Set
					/x/                                             | 'bad' is a RegExp
					Promise.resolve(1)                              | 'bad' is a Promise
					{ e: new RangeError('x') }                      | 'bad'.e is an Error
					new WeakMap()                                   | 'bad' is a WeakMap
					new Uint8Array(2)                               | 'bad' is binary data
					new DataView(new ArrayBuffer(2))                | 'bad' is binary data
					new ArrayBuffer(2)                              | 'bad' is an ArrayBuffer
					new Map([[1, 2]]).keys()                        | 'bad' is an iterator
					(function* () {})()                             | 'bad' is an iterator
					new Headers()                                   | 'bad' is a Headers
					new URLSearchParams()                           | 'bad' is a URLSearchParams
					[Object(10n)]                                   | 'bad'[0] is a BigInt
					[Object(Symbol())]                              | 'bad'[0] is a symbol
					new Number(NaN)                                 | 'bad' is NaN
					new Date(NaN)                                   | 'bad' is an invalid Date
					(() => { const o: any = { a: {} }; o.a.o = o; return o; })() | 'bad'.a.o is a reference to something that contains it
					{ 'x y': { '@class': 'java.lang.Long' } }       | 'bad'["x y"] is an object with the key "@class"
					Array.from({ length: 200000 })                  | 'bad' is an array of more than 100000 elements
					{ ['n'.repeat(1001)]: 1 }                       | 'bad' is an object with a key of more than 1000 characters
					(() => { let o: any = {}; for (let i = 0; i < 200; i++) o = { o }; return o; })() | nested more than 100 levels deep
					""")
	void whatJsonCannotSayIsAnErrorThatNamesClaimAndPathAndLine(String value, String message) {
		Outcome outcome = TestWorkflow.run("  kinde.m2mToken.setCustomClaim('bad', " + value + ");");
		Failure failure = outcome.failure().orElseThrow();
		assertThat(failure.kind()).isEqualTo(Failure.Kind.CLAIM_VALUE);
		assertThat(failure.message()).contains(message);
		assertThat(failure.location()).hasValueSatisfying((location) -> {
			assertThat(location.file()).isEqualTo(TestWorkflow.FILE);
			assertThat(location.line()).isEqualTo(8);
		});
		assertThat(outcome.effects()).isEmpty();
	}

	@Test
	void aBadValueThatWasWrittenWithoutAskingIsAnErrorToo() {
		Outcome outcome = TestWorkflow.run("kinde.m2mToken.getCustomClaims().bad = { inner: 1n };");
		assertThat(outcome.failure()).hasValueSatisfying((failure) -> {
			assertThat(failure.kind()).isEqualTo(Failure.Kind.CLAIM_VALUE);
			assertThat(failure.message()).contains("'bad'.inner is a BigInt");
		});
	}

	/** Also where JSON.stringify would write the same text as before. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"const v: any = { n: null }; kinde.m2mToken.setCustomClaim('v', v); v.f = () => 1;|The claim 'v'.f is a function",
			"const v: any = { n: null }; kinde.m2mToken.setCustomClaim('v', v); v.n = NaN;|The claim 'v'.n is NaN",
			"const v: any = { n: null }; m2mTokenClaims<any>().v = v; v.n = Symbol();|The claim 'v'.n is a symbol",
			"const v: any[] = [null]; kinde.m2mToken.setCustomClaim('v', v); v[0] = () => 1;|The claim 'v'[0] is a function",
			"kinde.m2mToken.getCustomClaims().given.f = () => 1;|The claim 'given'.f is a function",
			"kinde.m2mToken.getCustomClaims().given.n = Infinity;|The claim 'given'.n is Infinity",
			"kinde.m2mToken.getCustomClaims().list.length = 2 ** 32 - 1;|The claim 'list' is an array of more than" })
	void aValueThatIsSpoiltAfterwardsIsAnErrorToo(String code, String message) {
		Map<String, Object> given = new HashMap<>();
		given.put("n", null);
		Outcome outcome = TestWorkflow.run(code, Map.of("given", given, "list", List.of(1)));
		assertThat(outcome.failure().orElseThrow().message()).contains(message);
	}

	@Test
	void endlessTextInManyClaimsIsRefused() {
		Outcome outcome = TestWorkflow.run("""
				for (let i = 0; i < 3; i++) kinde.m2mToken.setCustomClaim("c" + i, "x".repeat(400_000));
				""");
		assertThat(outcome.failure().orElseThrow().message())
			.contains("The claim 'c2' is part of claims with more than 1000000 characters");
	}

	@Test
	void aClaimMayBeSetAgainAndAgain() {
		Outcome outcome = TestWorkflow.run("""
				for (let i = 0; i < 5; i++) kinde.m2mToken.setCustomClaim("c", "x".repeat(300_000));
				kinde.m2mToken.setCustomClaim("c", "short");
				""");
		assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("c", "short"));
	}

	@Test
	void aCaughtErrorLeavesTheRunAlive() {
		Outcome outcome = TestWorkflow.run("""
				try { kinde.m2mToken.setCustomClaim("bad", () => 1); }
				catch (error) { m2mTokenClaims<any>().caught = error instanceof TypeError; }
				""");
		assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("caught", true));
	}

	@Test
	void aNumberThatJavaScriptReadsAsAnotherOneIsAWarningOnceItIsRead() {
		long odd = 9007199254740993L;
		Map<String, Object> before = Map.of("org", Map.of("ids", List.of(1, odd)), "exact", odd + 1, "price",
				new BigDecimal("0.1"), "big", BigInteger.ONE.shiftLeft(70).add(BigInteger.ONE));
		Outcome outcome = TestWorkflow.run("kinde.m2mToken.getCustomClaims().seen = true;", before);
		assertThat(outcome.warnings()).extracting(Warning::kind).containsOnly(Warning.Kind.INEXACT_NUMBER);
		assertThat(outcome.warnings()).extracting(Warning::message)
			.satisfiesExactlyInAnyOrder(
					(message) -> assertThat(message).startsWith("The claim 'org.ids[1]' of kinde.m2mToken is a number")
						.doesNotContain("9007199"),
					(message) -> assertThat(message).startsWith("The claim 'big' of kinde.m2mToken"));
		assertThat(TestWorkflow.run("kinde.m2mToken.setCustomClaim('blind', 1);", before).warnings()).isEmpty();
	}

	@Test
	void whatSurvivesAsSomethingElse() {
		Map<String, Object> claims = TestWorkflow.set(TestWorkflow.run("""
				const c = m2mTokenClaims<any>();
				c.zero = -0;
				c.beyond = 2 ** 53 + 2;
				c.list = [undefined];
				c.gone = { gone: undefined };
				"""));
		assertThat(claims).containsEntry("zero", 0)
			.containsEntry("beyond", 9_007_199_254_740_994L)
			.containsEntry("list", Arrays.asList((Object) null))
			.containsEntry("gone", Map.of());
	}

	@Test
	void moreThanFourKilobytesOfClaimsAreAWarning() {
		Outcome outcome = TestWorkflow.run("m2mTokenClaims<any>().big = 'x'.repeat(5000);");
		assertThat(outcome.status()).isEqualTo(Outcome.Status.COMPLETED);
		assertThat(outcome.warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.kind()).isEqualTo(Warning.Kind.TOKEN_SIZE);
			assertThat(warning.message()).contains("kinde.m2mToken", "5010 bytes");
		});
	}

	@Test
	void moreThanSixteenKilobytesOfClaimsAreRefused() {
		Outcome outcome = TestWorkflow.run("m2mTokenClaims<any>().big = 'ä'.repeat(9000);");
		assertThat(outcome.status()).isEqualTo(Outcome.Status.FAILED);
		assertThat(outcome.effects()).isEmpty();
		assertThat(outcome.failure()).hasValueSatisfying((failure) -> {
			assertThat(failure.kind()).isEqualTo(Failure.Kind.TOKEN_SIZE);
			assertThat(failure.message()).contains("18010 bytes", "16384");
		});
	}

	@Test
	void theBudgetIsALimitOfItsOwn() {
		Limits limits = Limits.builder().claimsWarning(10).claimsLimit(20).build();
		try (LiveEngine engine = TestWorkflow.engine(limits)) {
			Outcome outcome = TestWorkflow.runSource(engine,
					TestWorkflow.m2m("m2mTokenClaims<any>().a = '01234567890123456789';"),
					Claims.of(TokenType.M2M_TOKEN, Map.of()));
			assertThat(outcome.failure()).map(Failure::kind).contains(Failure.Kind.TOKEN_SIZE);
		}
	}

	@Test
	void claimsThatTheWorkflowDidNotChangeDoNotCount() {
		Outcome outcome = TestWorkflow.run("m2mTokenClaims<any>().small = 1;",
				Map.of("permissions", "x".repeat(50_000)));
		assertThat(outcome.status()).isEqualTo(Outcome.Status.COMPLETED);
		assertThat(outcome.warnings()).isEmpty();
	}

	@Test
	void theLocationOfABadValueIsThatOfTheAuthorsLine() {
		Outcome outcome = TestWorkflow.run("\n\n  m2mTokenClaims<any>().x = Symbol();");
		assertThat(outcome.failure().flatMap(Failure::location)).map(SourceLocation::line).contains(10);
	}

}
