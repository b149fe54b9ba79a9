package io.claimflow.spring.jdbc;

import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * A row for work that one node at a time does, as it was at one moment.
 *
 * @param name the work
 * @param holder the node that has it, or had it last; empty for nobody
 * @param heldUntil until when nobody else takes it
 * @param dueAt when the work is due
 * @param at the moment; all three are of the database's clock
 * @param state what the last holder left; empty at first
 */
public record WorkLease(String name, String holder, OffsetDateTime heldUntil, OffsetDateTime dueAt, OffsetDateTime at,
		String state) {

	/** The time until somebody may take it, or zero. */
	public Duration pause() {
		OffsetDateTime free = this.heldUntil.isAfter(this.dueAt) ? this.heldUntil : this.dueAt;
		return free.isAfter(this.at) ? Duration.between(this.at, free) : Duration.ZERO;
	}

}
