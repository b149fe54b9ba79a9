package io.claimflow.engine.limit;

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
 * Tests for the bound on an operation on texts, here of 10,000 steps. What goes beyond it
 * would not fail for want of memory or time.
 */
class TextLimitTests {

	private static final LiveEngine ENGINE = TestWorkflow.engine(Limits.builder().textSteps(10_000).build());

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "text.indexOf(part)", "text.lastIndexOf(part)", "text.includes(part)", "text.split(part)",
			"text.replace(part, '')", "text.replaceAll(part, '')", "text.indexOf({ toString: () => part } as any)",
			"text.replace({ [Symbol.replace]: null, toString: () => part } as any, '')",
			"text.includes({ [Symbol.match]: false, toString: () => part } as any)",
			"text.indexOf({ [Symbol.match]: true, toString: () => part } as any)", "text.indexOf([part] as any)",
			"String.prototype.indexOf.call({ toString: () => text }, part)",
			"String.prototype.split.call(new String(text), part)", "text.indexOf(10n ** 30n as any)",
			"'ß'.repeat(101).toUpperCase()", "('a'.repeat(400) + 'ß'.repeat(25)).toLocaleUpperCase('de')",
			"'\\u0130'.repeat(101).toLowerCase()", "'J\\u0301'.repeat(101).toLocaleLowerCase('lt')",
			"String.prototype.toUpperCase.call({ toString: () => 'ß'.repeat(101) })" })
	void anOperationOfMoreStepsDoesNotBegin(String code) {
		assertThat(run(code).failure()).as(code).hasValueSatisfying((failure) -> {
			assertThat(failure.kind()).isEqualTo(Failure.Kind.EXCEPTION);
			assertThat(failure.message()).isEqualTo(
					"RangeError: Too long a text for this operation: more than 10000 steps (claimflow.limits.text-steps)");
			assertThat(failure.location()).hasValueSatisfying((location) -> assertThat(location.line()).isEqualTo(10));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "text.replace({ get [Symbol.replace]() { return undefined; } } as any, '')",
			"text.split(new Proxy({}, {}) as any)" })
	void whatIsSearchedForCannotChangeWhatItIs(String code) {
		assertThat(run(code).failure()).as(code)
			.hasValueSatisfying((failure) -> assertThat(failure.message())
				.isEqualTo("TypeError: What is searched for must be a text or a RegExp"));
	}

	@Test
	void whatIsWithinTheBoundIsAsItWas() {
		assertThat(TestWorkflow.set(
				run("""
						const claims = m2mTokenClaims<any>();
						claims.index = [text.indexOf("b"), text.lastIndexOf("a"), text.includes("ab"), "a1b".indexOf(1 as any)];
						claims.split = ["a-b".split("-"), "ab".split(undefined as any), "a1b".split(/\\d/), "anullb".split(null as any)];
						claims.replace = ["a-b".replace("-", "$&$&"), "a-b-c".replaceAll("-", () => "+"), "ab".replace(/b/, "c"),
						  "a".replace({ [Symbol.replace]: () => "mine" } as any, "")];
						claims.upper = ["straße".toUpperCase(), "é".repeat(2000).toUpperCase().length, "ß".repeat(90).toUpperCase().length];
						const order: string[] = [];
						const say = (name: string, value: string) => ({ toString: () => { order.push(name); return value; } });
						claims.found = String.prototype.indexOf.call(say("text", "abc"), say("part", "c") as any);
						claims.order = order;
						try { "a".includes(/a/ as any); } catch (error) { claims.regexp = (error as Error).name; }
						try { String.prototype.indexOf.call(null, "a"); } catch (error) { claims.none = (error as Error).name; }
						claims.caught = (() => { try { return text.indexOf(part); } catch (error) { return error instanceof RangeError; } })();
						""")))
			.containsEntry("index", List.of(-1, 399, false, 1))
			.containsEntry("split", List.of(List.of("a", "b"), List.of("ab"), List.of("a", "b"), List.of("a", "b")))
			.containsEntry("replace", List.of("a--b", "a+b+c", "ac", "mine"))
			.containsEntry("upper", List.of("STRASSE", 2000, 180))
			.containsEntry("found", 2)
			.containsEntry("order", List.of("text", "part"))
			.containsEntry("regexp", "TypeError")
			.containsEntry("none", "TypeError")
			.containsEntry("caught", true);
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"text.indexOf({ toString() { if (asked++ === 0) throw new Error('mine'); return part; } } as any)",
			"String.prototype.split.call({ toString() { if (asked++ === 0) throw new Error('mine'); return text; } }, part)" })
	void aTextIsAskedForOnceAndItsErrorIsThatOfTheOperation(String code) {
		assertThat(run(code).failure()).as(code)
			.hasValueSatisfying((failure) -> assertThat(failure.message()).isEqualTo("Error: mine"));
		assertThat(TestWorkflow.set(run("try { " + code + "; } catch { m2mTokenClaims<any>().asked = asked; }")))
			.isEqualTo(Map.of("asked", 1));
	}

	private static Outcome run(String body) {
		return TestWorkflow.runSource(ENGINE, TestWorkflow.m2m("""
				let asked = 0; const text = "a".repeat(400);
				const part = "a".repeat(25) + "b";
				%s
				""".formatted(body)), Claims.of(TokenType.M2M_TOKEN, Map.of("sub", "machine")));
	}

}
