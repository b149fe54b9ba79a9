package io.claimflow.engine.realm;

import io.claimflow.engine.TestWorkflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for numbers of 16 bits, which not every Java platform computes.
 */
class HalfFloatTests {

	private static final String NAMES = """
			const token = m2mTokenClaims<any>();
			token.names = [typeof Math.f16round, typeof (globalThis as any).Float16Array,
			  typeof (DataView.prototype as any).getFloat16, typeof (DataView.prototype as any).setFloat16].join();
			""";

	@Test
	@EnabledForJreRange(max = JRE.JAVA_19)
	void whatThePlatformCannotComputeIsNotThere() {
		assertThat(TestWorkflow.set(TestWorkflow.run(NAMES))).containsEntry("names",
				"undefined,undefined,undefined,undefined");
		assertThat(TestWorkflow.run("(Math as any).f16round(1.5)").failure()).hasValueSatisfying(
				(failure) -> assertThat(failure.message()).startsWith("TypeError: ").contains("f16round"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_20)
	void whatThePlatformComputesIsThere() {
		assertThat(TestWorkflow.set(TestWorkflow.run(NAMES))).containsEntry("names",
				"function,function,function,function");
		assertThat(TestWorkflow.set(TestWorkflow.run("m2mTokenClaims<any>().rounded = (Math as any).f16round(1.337)")))
			.containsEntry("rounded", 1.3369140625);
	}

}
