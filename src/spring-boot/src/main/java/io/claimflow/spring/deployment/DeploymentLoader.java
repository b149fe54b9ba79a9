package io.claimflow.spring.deployment;

import java.util.Optional;

import io.claimflow.engine.LoadedProject;

/**
 * A source of deployments that this server has not loaded, or not any more.
 */
public interface DeploymentLoader {

	/**
	 * Loads a deployment.
	 * @param digest the digest of its artifact
	 * @param preview whether it may be one that was never live
	 * @return the deployment; empty if there is none of that digest which may run
	 */
	Optional<Loaded> load(String digest, boolean preview);

	/**
	 * A project and its number.
	 *
	 * @param number the number
	 * @param project the project, which belongs to the caller
	 */
	record Loaded(long number, LoadedProject project) {

	}

}
