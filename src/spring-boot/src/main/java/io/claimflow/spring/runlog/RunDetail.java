package io.claimflow.spring.runlog;

import java.util.List;
import java.util.Optional;

import io.claimflow.Claims;
import io.claimflow.Failure;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.Warning;
import io.claimflow.claims.ClaimChange;
import io.claimflow.spring.observation.RunCall;

/**
 * What is known of a run beside its summary. It has names and types of claims; what a
 * workflow logs, throws and denies with is in its own words, secrets masked.
 *
 * @param claims what became of each claim
 * @param effects what the run asked for beside that
 * @param warnings what was ignored or is worth a look
 * @param log what the workflow logged
 * @param calls the calls to other systems
 * @param failure why the run failed, if it did
 * @param cached whether the outcome is what an earlier run for the same event came to
 * @param cut whether something was left out, as all of it would be too large
 */
public record RunDetail(List<ClaimChange> claims, List<RecordedEffect> effects, List<Warning> warnings,
		List<LogLine> log, List<RunCall> calls, Optional<Failure> failure, boolean cached, boolean cut) {

	/**
	 * All that is known of a run.
	 * @param before the claims before it
	 * @param calls its calls to other systems
	 */
	public static RunDetail of(Claims before, Outcome outcome, List<RunCall> calls) {
		return new RunDetail(ClaimChange.of(before, outcome), RecordedEffect.of(outcome), outcome.warnings(),
				outcome.log(), calls, outcome.failure(), outcome.cached(), false);
	}

	public RunDetail {
		claims = List.copyOf(claims);
		effects = List.copyOf(effects);
		warnings = List.copyOf(warnings);
		log = List.copyOf(log);
		calls = List.copyOf(calls);
	}

}
