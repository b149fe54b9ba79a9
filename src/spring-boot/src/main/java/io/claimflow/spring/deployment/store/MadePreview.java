package io.claimflow.spring.deployment.store;

import java.time.Instant;
import java.util.Optional;

import io.claimflow.spring.deployment.Preview;

/**
 * A preview as the history keeps it, without its token.
 *
 * @param preview what it permits
 * @param by who made it
 * @param at when, by the database's clock
 * @param reason why; may be empty
 * @param revocation who revoked it, if somebody did
 */
public record MadePreview(Preview preview, String by, Instant at, String reason, Optional<Revocation> revocation) {

	MadePreview revoked(Revocation revocation) {
		return new MadePreview(this.preview, this.by, this.at, this.reason, Optional.of(revocation));
	}

	/**
	 * The end of a preview before it expires.
	 *
	 * @param by who made it end
	 * @param at when, by the database's clock
	 * @param reason why; may be empty
	 */
	public record Revocation(String by, Instant at, String reason) {

	}

}
