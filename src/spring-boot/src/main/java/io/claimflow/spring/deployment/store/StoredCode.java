package io.claimflow.spring.deployment.store;

import java.util.Optional;

import io.claimflow.spring.deployment.DeploymentLoader;

/**
 * The code of deployments that have been live. Only an authenticated row of the history
 * says so: who can write to the database can name an older deployment in an
 * authorization, but none that nobody has made live.
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
	public Optional<Loaded> load(String digest) {
		return this.deployments.find(digest)
			.filter((deployment) -> this.live.wasLive(deployment.number()))
			.map((deployment) -> new Loaded(deployment.number(),
					this.runtime.load(deployment, this.deployments.artifact(deployment.number()))));
	}

}
