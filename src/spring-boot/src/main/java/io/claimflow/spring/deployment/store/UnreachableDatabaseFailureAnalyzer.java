package io.claimflow.spring.deployment.store;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/**
 * Says what a server lacks whose deployments are in a database that does not answer.
 */
final class UnreachableDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<CannotGetJdbcConnectionException> {

	private final Environment environment;

	UnreachableDatabaseFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, CannotGetJdbcConnectionException cause) {
		if (!this.environment.getProperty("claimflow.deployments.enabled", Boolean.class, false)) {
			return null;
		}
		return new FailureAnalysis(
				"What is live is in the database (claimflow.deployments.enabled=true), and it does not answer: "
						+ cause.getMostSpecificCause().getMessage(),
				"Let the database answer at spring.datasource.url, and start again. Nodes that run go on with what is"
						+ " live.",
				cause);
	}

}
