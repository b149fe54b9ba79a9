package io.claimflow.spring.runlog;

import java.util.List;
import java.util.Optional;

import io.claimflow.Effect;
import io.claimflow.Outcome;

/**
 * An effect that is on no claim.
 *
 * @param kind the name of its type, such as {@code DenyAccess}
 * @param field the field of a form that it is about, or the policy that it sets
 * @param text the workflow's words, secrets masked
 */
public record RecordedEffect(String kind, Optional<String> field, Optional<String> text) {

	/** The effects of a run that are on no claim, in order. */
	static List<RecordedEffect> of(Outcome outcome) {
		return outcome.effects().stream().flatMap((effect) -> of(effect).stream()).toList();
	}

	private static Optional<RecordedEffect> of(Effect effect) {
		String kind = effect.getClass().getSimpleName();
		if (effect instanceof Effect.Denial denial) {
			return Optional.of(new RecordedEffect(kind, Optional.empty(), Optional.of(denial.reason())));
		}
		if (effect instanceof Effect.InvalidateFormField invalid) {
			return Optional.of(new RecordedEffect(kind, Optional.of(invalid.field()), Optional.of(invalid.message())));
		}
		if (effect instanceof Effect.SetMfaPolicy mfa) {
			return Optional.of(new RecordedEffect(kind, Optional.of(mfa.policy().toString()), Optional.empty()));
		}
		return Optional.empty();
	}

}
