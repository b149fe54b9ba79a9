package io.claimflow.spring.deployment.store;

/** Where a deployment comes from. */
public enum DeploymentSource {

	/** The folder, or the location on the class path, that a server reads. */
	FOLDER,
	/** Somebody sent it. */
	PUSH,
	/** A commit of a git repository that a server watches. */
	GIT,
	/** The store of another server. */
	PROMOTED

}
