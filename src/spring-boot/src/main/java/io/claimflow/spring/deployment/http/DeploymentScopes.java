package io.claimflow.spring.deployment.http;

import java.util.List;

/**
 * The scopes of access tokens for the HTTP interface of deployments.
 */
final class DeploymentScopes {

	/** To look at deployments, at what is live and at the nodes. */
	static final String READ = "claimflow:read";

	/** To push deployments and to change what is live. */
	static final String DEPLOY = "claimflow:deploy";

	static final List<String> ALL = List.of(READ, DEPLOY);

	private DeploymentScopes() {
	}

}
