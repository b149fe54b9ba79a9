package io.claimflow.spring.deployment.store;

import java.util.List;
import java.util.Set;

/**
 * What makes code of artifacts and runs it, as the store sees it.
 */
interface DeploymentRuntime {

	/**
	 * Makes code of an artifact and warms it up. It does not run yet.
	 * @param deployment what is known of it
	 * @param zip its content, which has been authenticated
	 * @throws RefusedDeploymentException if this server cannot run it
	 */
	Prepared prepare(StoredDeployment deployment, byte[] zip);

	/**
	 * Sees whether code can be made of an artifact.
	 * @param deployment what is known of it
	 * @param zip its content, which has been authenticated
	 * @throws RefusedDeploymentException if this server cannot run it
	 */
	void check(StoredDeployment deployment, byte[] zip);

	/**
	 * Lets runs that begin from now on be made of an artifact, in place of what was live.
	 * What began with another one ends with it.
	 * @param prepared the code
	 * @param number the number of the deployment
	 * @param deactivated the identifiers of workflows that do not run
	 */
	void swap(Prepared prepared, long number, Set<String> deactivated);

	/**
	 * Lets other workflows of what is live run than did.
	 * @param deactivated the identifiers of workflows that do not run
	 */
	void deactivate(Set<String> deactivated);

	/** Code that can run. */
	interface Prepared extends AutoCloseable {

		/** The digest of the artifact. */
		String digest();

		/** The workflows in it. */
		List<Bound> workflows();

		/** What its workflows need and this server does not have. */
		List<Consequence> missing();

		/** Gives up code that was never live. */
		@Override
		void close();

	}

	/**
	 * A workflow of an artifact.
	 *
	 * @param id its identifier
	 * @param trigger the identifier of the trigger that it is bound to
	 */
	record Bound(String id, String trigger) {

	}

}
