package io.claimflow.autoconfigure;

import io.claimflow.Limits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the defaults of the properties.
 */
class ClaimflowPropertiesTests {

	@Test
	void theDefaultLimitsAreThoseOfTheEngine() {
		assertThat(new ClaimflowProperties().getLimits().toLimits()).isEqualTo(Limits.defaults());
	}

}
