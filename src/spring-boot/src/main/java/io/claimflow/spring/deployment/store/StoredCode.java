package io.claimflow.spring.deployment.store;

import java.util.Optional;

import io.claimflow.spring.deployment.DeploymentLoader;

/**
 * The code of deployments that have been live, or are previewed. Only an authenticated
 * row of the history says that one was live: who can write to the database can name an
 * older deployment in an authorization, but none that nobody has made live.
 */
final class StoredCode implements DeploymentLoader {

	private final DeploymentRows deployments;

	private final LiveRows live;

	private final EngineRuntime runtime;

	StoredCode(DeploymentRows deployments, LiveRows live, EngineRuntime runtime) {
		this.deployments = deployments;
		this.live = live;
		this.runtime = runtime;
	}

	@Override
	public Optional<Loaded> load(String digest, boolean preview) {
		return this.deployments.find(digest)
			.filter((deployment) -> deployment.state() != DeploymentState.REFUSED)
			.filter((deployment) -> preview || this.live.wasLive(deployment.number()))
			.map((deployment) -> new Loaded(deployment.number(),
					this.runtime.load(deployment, this.deployments.artifact(deployment.number()))));
	}

}
