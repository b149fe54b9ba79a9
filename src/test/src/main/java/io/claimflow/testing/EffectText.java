package io.claimflow.testing;

import java.util.Optional;

import io.claimflow.Effect;

/**
 * Effects as text. Those on claims are shown as changes of them.
 */
final class EffectText {

	private EffectText() {
	}

	static Optional<String> of(Effect effect) {
		if (effect instanceof Effect.Denial denial) {
			return Optional.of("denied: " + denial.reason());
		}
		if (effect instanceof Effect.InvalidateFormField field) {
			return Optional.of("invalid " + field.field() + ": " + field.message());
		}
		if (effect instanceof Effect.SetMfaPolicy mfa) {
			return Optional.of("MFA policy: " + mfa.policy());
		}
		return Optional.empty();
	}

}
