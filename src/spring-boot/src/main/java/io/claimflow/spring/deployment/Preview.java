package io.claimflow.spring.deployment;

import java.time.Instant;
import java.util.Optional;

/**
 * A permission to try a deployment that need not be live.
 *
 * @param number its own number; 0 if a server of an earlier version has made it, which
 * keeps none of them
 * @param deployment the number of the deployment
 * @param digest the digest of its artifact
 * @param client the identifier of the client for whose requests it is
 * @param user the name of the user for whose sign-ins it is; empty if it is for any
 * @param expiresAt until when requests can begin with it, by the database's clock
 */
public record Preview(long number, long deployment, String digest, String client, Optional<String> user,
		Instant expiresAt) {

}
