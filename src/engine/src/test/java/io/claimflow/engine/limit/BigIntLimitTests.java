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
 * Tests for the bound on a {@code BigInt}, here of 4,096 bits. What goes beyond it would
 * not fail for want of memory or time.
 */
class BigIntLimitTests {

	private static final LiveEngine ENGINE = TestWorkflow.engine(Limits.builder().bigintBits(4096).build());

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "7n ** 20_000_000n", "1n << 4096n", "big << 4095n", "1n >> -4096n", "(-1n) << 4097n",
			"2n ** 4096n", "(-2n) ** 5000n", "3n ** 3000n", "half * half", "n *= 3n ** 2584n", "n <<= 4096n",
			"n **= 5000n", "n >>= -4096n", "o.p <<= 4096n", "o[key()] **= 5000n", "new Box().shift(4096n)",
			"list[0] << list[1]", "(() => two)() ** (() => list[1])()", "two ** BigInt('5000')",
			"BigInt.asUintN(4097, -1n)", "BigInt.asIntN(9_000_000_000, -1n)", "BigInt('7'.repeat(4000))",
			"BigInt('7'.repeat(1300))", "(two as any) < '7'.repeat(1400)", "'7'.repeat(1400) >= (two as any)",
			"(two as any) == '7'.repeat(1400)", "('7'.repeat(1400) as any) != two",
			"[two].map((n: any) => n > '7'.repeat(1400))", "BigInt('0x' + 'f'.repeat(1025))",
			"['7'.repeat(1300)].map(BigInt)", "Reflect.apply(BigInt, null, ['7'.repeat(1300)])",
			"half * ({ valueOf: () => half } as any)",
			"({ valueOf: () => half } as any) * ({ valueOf: () => half } as any)",
			"[1n, 2n].reduce((sum, m) => sum << 4096n)", "(await list[0]) << (await Promise.resolve(5000n))",
			"[...powers()]", "`${1n << 4096n}`", "(1n << 4096n) + ''", "true && two ** 5000n", "two ** 5000n ?? 1",
			"1n - (2n + two ** 5000n) / 2n", "(two ** 4000n) ** two", "((two << 9n) << 9n) << 4096n",
			"two << (two << 14n)", "1n === two ** 5000n", "-(two ** 5000n)",
			"{ let m = 3n; for (let i = 0; i < 14; i++) m *= m; }" })
	void aLargerOneIsAnError(String code) {
		assertThat(run(code).failure()).as(code).hasValueSatisfying((failure) -> {
			assertThat(failure.kind()).isEqualTo(Failure.Kind.EXCEPTION);
			assertThat(failure.message())
				.isEqualTo("RangeError: Maximum BigInt size exceeded: 4096 bits (claimflow.limits.bigint-bits)");
			assertThat(failure.location())
				.hasValueSatisfying((location) -> assertThat(location.line()).isBetween(8, 18));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "two << ({ valueOf: () => 5000n } as any)", "({ valueOf: () => two } as any) ** 5000n",
			"({ valueOf: () => two } as any) << ({ valueOf: () => 5000n } as any)",
			"1n >> new Proxy({ valueOf: () => -5000n } as any, {})", "new Date() ** [5000n] as any",
			"BigInt.asUintN({ valueOf: () => 5000 } as any, -1n)", "BigInt.asUintN('5000' as any, -1n)",
			"BigInt({ valueOf: () => 5n } as any)", "two < ({ valueOf: () => '7'.repeat(4000) } as any)",
			"BigInt.asUintN(64, { valueOf: () => '7'.repeat(4000) } as any)" })
	void whatCannotBeToldBeforeIsAnError(String code) {
		assertThat(run(code).failure()).as(code).hasValueSatisfying((failure) -> {
			assertThat(failure.kind()).isEqualTo(Failure.Kind.EXCEPTION);
			assertThat(failure.message()).startsWith("TypeError: ")
				.containsAnyOf("is an object; convert it", "convert it to a string", "must be a number");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "'12' > (two as any)", "(two as any) == '2'", "(two as any) === '7'.repeat(4000)",
			"two > 1", "two != (null as any)", "'7'.repeat(4000) < '8'", "two == (undefined as any)" })
	void otherComparisonsAreMade(String code) {
		assertThat(run(code).failure()).as(code).isEmpty();
	}

	@Test
	void theErrorIsAtTheOperation() {
		assertThat(run("const m = 5000n;\nconst x = 1n\n  << m;").failure()).hasValueSatisfying((failure) -> {
			assertThat(failure.location().orElseThrow().line()).isEqualTo(18);
			assertThat(failure.location().orElseThrow().column()).isEqualTo(11);
		});
	}

	@Test
	void aWorkflowCanCatchTheError() {
		assertThat(TestWorkflow.set(run("""
				try { two ** 5000n; } catch (error) { m2mTokenClaims<any>().caught = error instanceof RangeError; }
				"""))).isEqualTo(Map.of("caught", true));
	}

	@Test
	void whatIsWithinTheBoundIsAsItWas() {
		assertThat(TestWorkflow.set(
				run("""
						const claims = m2mTokenClaims<any>();
						claims.shift = (1n << 4095n).toString(16).length;
						claims.power = String(2n ** 4095n).length;
						claims.product = (half * (half >> 1n)).toString(16).length;
						claims.zero = String((0n << 9_000_000_000n) + 0n ** 9_000_000_000n + 1n ** 9_000_000_000n + (-1n) ** 9n);
						claims.right = String((half >> 9_000_000_000n) + (half << -9_000_000_000n) + (half >> 2041n));
						claims.cut = String(BigInt.asUintN(64, -1n)) + BigInt.asIntN(8, 255n) + BigInt.asUintN(4096, 1n);
						claims.text = String(BigInt("7".repeat(1200))).length;
						claims.other = [BigInt(7), BigInt(true), BigInt("0xff"), BigInt.asUintN(64, "-1" as any)].join();
						claims.numbers = [2 ** 10, 3 * 4, 1 << 4, -16 >> 2, -1 >>> 28, new Number(3) as any * 2, "4" as any * 2, ([2] as any) ** 3];
						claims.dates = (new Date(2) as any) * (new Date(3) as any);
						""")))
			.isEqualTo(Map.ofEntries(Map.entry("shift", 1024), Map.entry("power", 1233), Map.entry("product", 1024),
					Map.entry("zero", "0"), Map.entry("right", "128"), Map.entry("cut", "18446744073709551615-11"),
					Map.entry("text", 1200), Map.entry("other", "7,1,255,18446744073709551615"),
					Map.entry("numbers", List.of(1024, 12, 16, -4, 15, 6, 8, 8)), Map.entry("dates", 6)));
	}

	private static Outcome run(String code) {
		return TestWorkflow.runSource(ENGINE, TestWorkflow.m2m("""
				let n = 2n;
				const two = 2n, big = 2n, half = 1n << 2048n, list = [1n, 5000n];
				const o: any = { p: 2n };
				const key = () => 'p';
				class Box {
				  #side = 1n;
				  shift(by: bigint) { return this.#side <<= by; }
				}
				function* powers() { yield two ** 5000n; }
				%s
				""".formatted(code)), Claims.of(TokenType.M2M_TOKEN, Map.of()));
	}

}
