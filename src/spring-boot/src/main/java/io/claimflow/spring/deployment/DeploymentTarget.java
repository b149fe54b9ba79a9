package io.claimflow.spring.deployment;

import java.util.Optional;

import io.claimflow.engine.LoadedProject;

/**
 * Where the project of a folder becomes live: in this process alone, or in a store that
 * several servers share, and that may have something live already.
 */
public interface DeploymentTarget {

	/**
	 * Looks at what is live when the server starts.
	 * @return whether the project of the folder is wanted; if not, something else is live
	 * already, and {@link #begin()} runs it
	 */
	boolean wantsFolder();

	/**
	 * Runs what is live already, when the server starts and the folder has nothing to
	 * run.
	 * @return what is live; empty if nothing is
	 */
	Optional<Deployment> begin();

	/**
	 * Makes the project of the folder live, when the server starts. Something else may be
	 * live afterwards, where others have decided so.
	 * @return what is live
	 */
	Deployment begin(LoadedProject project);

	/**
	 * Makes the project of the folder live, which was changed while the server runs.
	 * @return what is live
	 */
	Deployment deploy(LoadedProject project);

	/** This process alone. */
	static DeploymentTarget of(Deployments deployments) {
		return new DeploymentTarget() {

			@Override
			public boolean wantsFolder() {
				return true;
			}

			@Override
			public Optional<Deployment> begin() {
				return Optional.empty();
			}

			@Override
			public Deployment begin(LoadedProject project) {
				return deployments.activate(project);
			}

			@Override
			public Deployment deploy(LoadedProject project) {
				return deployments.activate(project);
			}

		};
	}

}
