package io.claimflow.spring.deployment.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a node says of itself.
 *
 * @param node its name
 * @param deployment the number of the deployment that it runs; empty if it runs none of
 * the store
 * @param revision the revision of what is live that it has reached
 * @param since when it did, by the database's clock
 * @param seen when it said so last, by the database's clock
 * @param gone whether that is so long ago that it counts as gone
 * @param problem why it runs another deployment than the live one
 */
public record NodeStatus(String node, OptionalLong deployment, long revision, Instant since, Instant seen, boolean gone,
		Optional<String> problem) {

	/** Whether the node runs a revision of what is live, or a later one. */
	public boolean hasReached(long revision) {
		return this.revision >= revision && this.problem.isEmpty();
	}

}
