package io.claimflow.engine.realm;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is the same each time in a realm although it otherwise never is.
 *
 * @param time the time at which every clock stands, but for timers
 * @param seed what random numbers, random bytes and UUIDs follow from; keys do not
 */
public record Fixed(Optional<Instant> time, OptionalLong seed) {

	/** Time goes on, and chance is chance. */
	public static final Fixed NOTHING = new Fixed(Optional.empty(), OptionalLong.empty());

	/** Whether anything is fixed. */
	boolean isAnything() {
		return this.time.isPresent() || this.seed.isPresent();
	}

}
