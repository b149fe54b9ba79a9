package io.claimflow.spring.deployment;

import java.util.Optional;

import io.claimflow.engine.LoadedProject;

/**
 * A source of deployments that this server has not loaded, or not any more.
 */
public interface DeploymentLoader {

	/**
	 * Loads a deployment that has been live.
	 * @param digest the digest of its artifact
	 * @return the deployment; empty if there is none of that digest which was ever live
	 */
	Optional<Loaded> load(String digest);

	/**
	 * A project and its number.
	 *
	 * @param number the number
	 * @param project the project, which belongs to the caller
	 */
	record Loaded(long number, LoadedProject project) {

	}

}
