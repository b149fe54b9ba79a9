package io.claimflow.spring.deployment.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A change of what is live, as the history keeps it.
 *
 * @param revision the revision that it made
 * @param deployment the number of the deployment that was live afterwards
 * @param previous the number of the one that was live before
 * @param kind what kind of change it was
 * @param workflow the workflow that it was about, if it was about one
 * @param by who made it
 * @param at when, by the database's clock
 * @param reason why; may be empty
 */
public record LiveChange(long revision, OptionalLong deployment, OptionalLong previous, Kind kind,
		Optional<String> workflow, String by, Instant at, String reason) {

	/** The kinds of changes. */
	public enum Kind {

		/** A deployment was made live. */
		DEPLOYED,
		/** An older deployment was made live again. */
		ROLLED_BACK,
		/** A workflow runs again. */
		ACTIVATED,
		/** A workflow does not run any more. */
		DEACTIVATED

	}

}
