package io.claimflow.spring.deployment.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import io.claimflow.Problem;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactLimits;
import io.claimflow.artifact.ArtifactReader;
import io.claimflow.artifact.ArtifactWriter;
import io.claimflow.artifact.InvalidArtifactException;

/**
 * A converter between artifacts and the files that rows hold.
 */
final class ArtifactCodec {

	private final ArtifactReader reader;

	ArtifactCodec(ArtifactLimits limits) {
		this.reader = new ArtifactReader(limits);
	}

	/** The file of an artifact. */
	byte[] write(Artifact artifact) {
		return ArtifactWriter.bytes(artifact);
	}

	/**
	 * Reads the file of an artifact.
	 * @param number the number of its deployment
	 * @param zip the file
	 * @param verified whether a server of this store made its programs from its sources
	 * @throws RefusedDeploymentException if this server cannot read it
	 */
	Artifact read(long number, byte[] zip, boolean verified) {
		try {
			Artifact artifact = this.reader.read(new ByteArrayInputStream(zip));
			return verified ? artifact.vouchedFor() : artifact;
		}
		catch (InvalidArtifactException ex) {
			throw new RefusedDeploymentException(number, List.of(new Problem(null, ex.found(), ex.action(), null)), ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
