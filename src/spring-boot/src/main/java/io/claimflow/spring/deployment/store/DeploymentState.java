package io.claimflow.spring.deployment.store;

/** What became of a deployment. */
public enum DeploymentState {

	/** It can be made live. */
	STORED,
	/** It is what runs are made of. */
	LIVE,
	/** It has problems, and can never be live. */
	REFUSED,
	/**
	 * Its row was not written with the keys of this server, or was changed since. It can
	 * never be live; nothing of the row can be relied on.
	 */
	TAMPERED

}
