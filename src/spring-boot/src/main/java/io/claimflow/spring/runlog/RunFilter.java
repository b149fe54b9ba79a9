package io.claimflow.spring.runlog;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import io.claimflow.Outcome;

/**
 * Which runs are asked for: those that have all of what is given.
 *
 * @param from runs that began then or later
 * @param to runs that began before then
 * @param workflow the identifier of their workflow
 * @param trigger the identifier of their trigger
 * @param client the identifier of their client
 * @param user the identifier of their user
 * @param status how they ended
 * @param deployment the number of their deployment
 * @param claim the name of a claim that they added, removed, changed, retyped, or were
 * refused
 */
public record RunFilter(Optional<Instant> from, Optional<Instant> to, Optional<String> workflow,
		Optional<String> trigger, Optional<String> client, Optional<String> user, Optional<Outcome.Status> status,
		OptionalLong deployment, Optional<String> claim) {

	/** All runs. */
	public static final RunFilter ALL = new RunFilter(Optional.empty(), Optional.empty(), Optional.empty(),
			Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(),
			Optional.empty());

	/** The runs of one user. */
	public static RunFilter ofUser(String user) {
		return new RunFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
				Optional.of(user), Optional.empty(), OptionalLong.empty(), Optional.empty());
	}

	/** Keeps who is looked for out of logs. */
	@Override
	public String toString() {
		return "RunFilter";
	}

}
