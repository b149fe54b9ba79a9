package io.claimflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An outcome and a failure policy make one answer for the flow.
 */
class VerdictTests {

	private static final Effect.DenyAccess DENIAL = new Effect.DenyAccess("Not from this network");

	private static final Effect.InvalidateFormField ERROR = new Effect.InvalidateFormField("p_password", "Too short");

	private static final Effect.SetMfaPolicy MFA = new Effect.SetMfaPolicy(MfaPolicy.SKIP);

	@Test
	void completedRunAllowsWithWhatItAskedFor() {
		Verdict verdict = outcome(Outcome.Status.COMPLETED, MFA).verdict(FailurePolicy.STOP);
		assertThat(verdict).isEqualTo(new Verdict.Allowed(List.of(MFA)));
		assertThat(verdict.isAllowed()).isTrue();
		assertThat(((Verdict.Allowed) verdict).effects(Effect.SetMfaPolicy.class)).containsExactly(MFA);
	}

	@ParameterizedTest
	@EnumSource
	void denialWinsOverErrorsFailureAndPolicy(FailurePolicy policy) {
		Verdict verdict = outcome(Outcome.Status.FAILED, ERROR, DENIAL).verdict(policy);
		assertThat(verdict).isEqualTo(new Verdict.Denied(DENIAL, "run1"));
		assertThat(((Verdict.Denied) verdict).reason()).isEqualTo("Not from this network");
		assertThat(verdict.isAllowed()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void formErrorsWinOverFailureAndPolicy(FailurePolicy policy) {
		assertThat(outcome(Outcome.Status.FAILED, ERROR).verdict(policy))
			.isEqualTo(new Verdict.Invalid(List.of(ERROR), "run1"));
	}

	@Test
	void policyDecidesAboutFailure() {
		assertThat(outcome(Outcome.Status.FAILED).verdict(FailurePolicy.STOP)).isEqualTo(new Verdict.Failed("run1"));
		assertThat(outcome(Outcome.Status.FAILED).verdict(FailurePolicy.CONTINUE))
			.isEqualTo(Verdict.Allowed.WITHOUT_WORKFLOW);
	}

	@Test
	void denialOfPlanGivesItsMessageAsReason() {
		Effect.DenyPlanSelection denial = new Effect.DenyPlanSelection("Not now", List.of("Bills are open"));
		assertThat(((Verdict.Denied) outcome(Outcome.Status.DENIED, denial).verdict(FailurePolicy.STOP)).reason())
			.isEqualTo("Not now");
	}

	@Test
	void textShowsNoWords() {
		assertThat(List.of(outcome(Outcome.Status.DENIED, DENIAL).verdict(FailurePolicy.STOP),
				outcome(Outcome.Status.COMPLETED, ERROR).verdict(FailurePolicy.STOP)))
			.noneMatch((verdict) -> verdict.toString().contains("network") || verdict.toString().contains("short"));
	}

	private static Outcome outcome(Outcome.Status status, Effect... effects) {
		return new Outcome("run1", status, List.of(effects), List.of(), List.of(), Optional.empty(), Duration.ZERO,
				Duration.ZERO, false);
	}

}
