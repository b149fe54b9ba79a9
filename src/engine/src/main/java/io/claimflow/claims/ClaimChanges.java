package io.claimflow.claims;

import java.util.ArrayList;
import java.util.List;

import io.claimflow.Effect;
import io.claimflow.Warning;

/**
 * What became of a token's claims.
 *
 * @param effects the changes that are allowed, removals first, then in the order in which
 * the workflow left the claims
 * @param warnings the changes that are not
 */
public record ClaimChanges(List<Effect> effects, List<Warning> warnings) {

	/** These changes and then those. */
	public ClaimChanges and(ClaimChanges more) {
		List<Effect> allEffects = new ArrayList<>(this.effects);
		allEffects.addAll(more.effects);
		List<Warning> allWarnings = new ArrayList<>(this.warnings);
		allWarnings.addAll(more.warnings);
		return new ClaimChanges(allEffects, allWarnings);
	}

}
