package io.claimflow.engine.limit;

import java.util.List;
import java.util.Map;

import io.claimflow.Claims;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for objects of so many properties that to change each would take the square of
 * the memory.
 */
class PropertyTablesTests {

	private static final Claims CLAIMS = Claims.of(TokenType.M2M_TOKEN, Map.of("sub", "machine"));

	/** A tenth of what the shapes would take. */
	private static final LiveEngine ENGINE = TestWorkflow.engine(Limits.builder().allocatedBytes(40 << 20).build());

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Object.freeze(o); token.closed = Object.isFrozen(o);",
			"Object.seal(o); token.closed = Object.isSealed(o);",
			"for (const k in o) Object.defineProperty(o, k, { enumerable: false }); token.closed = Object.keys(o).length === 0;",
			"for (const k in o) Reflect.defineProperty(o, k, { writable: false }); token.closed = !Reflect.set(o, 'k0', 1);",
			"Object.defineProperties(o, Object.fromEntries(Object.keys(o).map((k) => [k, { value: 1 }]))); token.closed = o.k9 === 1;",
			"for (const k of Object.keys(o)) delete o[k]; token.closed = Object.keys(o).length === 0;",
			"delete o.k1; for (const k of Object.keys(o)) delete (o as any)[`${k}`]; token.closed = !('k2' in o);",
			"for (const k of Object.keys(o)) Reflect.deleteProperty(o, k); token.closed = Object.keys(o).length === 0;" })
	void itsPropertiesAreChangedInLittleMemory(String change) {
		for (int properties : List.of(300, 600, 1000)) {
			Outcome outcome = TestWorkflow.runSource(ENGINE, TestWorkflow.m2m("""
					const token = m2mTokenClaims<any>();
					const o: Record<string, number> = {};
					for (let i = 0; i < %d; i++) o["k" + i] = i;
					%s
					""".formatted(properties, change)), CLAIMS);
			assertThat(outcome.failure()).as("%d: %s", properties, change).isEmpty();
			assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("closed", true));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Object.freeze(o);", "delete o.gone;" })
	void itStaysWhatItWas(String change) {
		Outcome outcome = TestWorkflow.runSource(ENGINE,
				TestWorkflow
					.m2m("""
							const token = m2mTokenClaims<any>();
							class Base { get twice() { return (this as any).k1 * 2; } }
							const o: any = Object.setPrototypeOf({ get computed() { return 7; }, [Symbol.toStringTag]: "Big" }, Base.prototype);
							for (let i = 0; i < 700; i++) o["k" + i] = i;
							Object.defineProperty(o, "hidden", { value: 5 });
							const below = Object.create(o);
							o.gone = 1;
							%s
							token.seen = [o.k699, o.twice, o.computed, o.hidden, below.k5, String(o), o instanceof Base,
							  Object.keys(o).slice(0, 3).join(), JSON.stringify(o).length > 5000,
							  Object.getOwnPropertyDescriptor(o, "hidden")!.enumerable].join(" ");
							"""
						.formatted(change)),
				CLAIMS);
		assertThat(outcome.failure()).isEmpty();
		assertThat(TestWorkflow.set(outcome))
			.isEqualTo(Map.of("seen", "699 2 7 5 5 [object Big] true computed,k0,k1 true false"));
	}

}
