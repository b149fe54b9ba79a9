package io.claimflow.engine;

import java.time.Duration;

import io.claimflow.Limits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the engine's warm-up.
 */
class WarmUpTests {

	@Test
	void warmUpGoesAllTheWayAndLeavesNothingLive() {
		try (LiveEngine engine = TestWorkflow.engine(Limits.builder().deadline(Duration.ofMillis(1)).build())) {
			assertThat(engine.warmUp(2)).isTrue();
			assertThat(engine.deployment()).isEmpty();
		}
	}

}
