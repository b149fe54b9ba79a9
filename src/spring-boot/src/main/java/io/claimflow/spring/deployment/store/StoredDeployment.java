package io.claimflow.spring.deployment.store;

import java.time.Instant;
import java.util.List;

import io.claimflow.Problem;

/**
 * A numbered artifact in the store, without its content.
 *
 * @param number its number, which no other one ever has
 * @param digest the digest of the artifact, or of the sources if it was refused
 * @param state what became of it
 * @param provenance where it comes from
 * @param pushedAt when it came, by the database's clock
 * @param bytes the size of the artifact; 0 if it was refused
 * @param verified whether a server of this store made its programs from its sources
 * @param problems why it was refused
 * @param warnings what is worth a look in it
 */
public record StoredDeployment(long number, String digest, DeploymentState state, Provenance provenance,
		Instant pushedAt, long bytes, boolean verified, List<Problem> problems, List<Problem> warnings) {

	public StoredDeployment {
		problems = List.copyOf(problems);
		warnings = List.copyOf(warnings);
	}

	StoredDeployment in(DeploymentState state) {
		return new StoredDeployment(this.number, this.digest, state, this.provenance, this.pushedAt, this.bytes,
				this.verified, this.problems, this.warnings);
	}

}
