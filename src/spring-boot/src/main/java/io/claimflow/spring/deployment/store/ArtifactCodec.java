package io.claimflow.spring.deployment.store;

import io.claimflow.artifact.Artifact;

/**
 * The bytes of artifacts.
 */
interface ArtifactCodec {

	/** The file of an artifact. */
	byte[] write(Artifact artifact);

	/**
	 * Reads the file of an artifact.
	 * @param number the number of its deployment
	 * @param zip the file
	 * @param verified whether a server of this store made its programs from its sources
	 * @throws RefusedDeploymentException if this server cannot read it
	 */
	Artifact read(long number, byte[] zip, boolean verified);

}
