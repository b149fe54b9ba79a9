package io.claimflow.spring.deployment.store;

import java.util.List;

import io.claimflow.Problem;

/**
 * An artifact that is to be stored.
 *
 * @param digest its digest
 * @param zip the file, which is kept byte for byte; not to be changed any more
 * @param verified whether this server made its programs from its sources, so that nodes
 * need not take its author's word for what analysis found
 * @param warnings what is worth a look in it
 */
public record BuiltArtifact(String digest, byte[] zip, boolean verified, List<Problem> warnings) {

	public BuiltArtifact {
		warnings = List.copyOf(warnings);
	}

	@Override
	public String toString() {
		return "BuiltArtifact[digest=" + this.digest + ", bytes=" + this.zip.length + "]";
	}

}
