package io.claimflow.testing.assertj;

import io.claimflow.testing.TestOutcome;
import org.assertj.core.api.Assertions;
import org.assertj.core.util.CheckReturnValue;

/**
 * Where assertions begin: AssertJ's own, and those on runs of workflows.
 */
@CheckReturnValue
public final class ClaimflowAssertions extends Assertions {

	private ClaimflowAssertions() {
	}

	/** Begins an assertion on what a run ended with. */
	public static TestOutcomeAssert assertThat(TestOutcome actual) {
		return new TestOutcomeAssert(actual);
	}

}
