package io.claimflow.spring.deployment.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

import static java.util.Collections.unmodifiableSortedSet;

/**
 * What is live, as the database says.
 *
 * @param deployment the number of the deployment; empty as long as none was made live
 * @param digest its digest
 * @param revision the number of changes so far
 * @param deactivated the identifiers of workflows that do not run, in order; some may
 * belong to other deployments than the live one
 * @param changedBy who made the last change; empty if there is none
 * @param changedAt when, by the database's clock
 * @param reason why; may be empty
 */
public record LiveState(OptionalLong deployment, Optional<String> digest, long revision, Set<String> deactivated,
		String changedBy, Instant changedAt, String reason) {

	public LiveState {
		deactivated = unmodifiableSortedSet(new TreeSet<>(deactivated));
	}

}
