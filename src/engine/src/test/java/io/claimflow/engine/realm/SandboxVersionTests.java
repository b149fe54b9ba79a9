package io.claimflow.engine.realm;

import io.claimflow.artifact.Versions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the word on a script engine that nobody has tried the limits with.
 */
class SandboxVersionTests {

	@Test
	void theVersionOnTheClassPathIsTheTestedOne() {
		assertThat(Sandbox.version()).hasValue(Versions.graaljs());
		assertThat(Sandbox.warn(Sandbox.version().orElseThrow(), Versions.graaljs())).isFalse();
	}

	@Test
	void anotherVersionIsWarnedOf() {
		assertThat(Sandbox.warn("25.1.0", Versions.graaljs())).isTrue();
	}

}
