package io.claimflow.spring.deployment.store;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what a server lacks that is to run the deployment of the database.
 */
final class DeploymentStartFailureAnalyzer extends AbstractFailureAnalyzer<DeploymentStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DeploymentStartException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
