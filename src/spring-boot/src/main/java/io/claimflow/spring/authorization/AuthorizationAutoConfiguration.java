package io.claimflow.spring.authorization;

import io.claimflow.engine.WorkflowEngine;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/**
 * The beans that let stores of authorizations read back what they keep.
 */
@AutoConfiguration(afterName = "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration")
@ConditionalOnBean(WorkflowEngine.class)
class AuthorizationAutoConfiguration {

	@Bean
	StoredClaims claimflowStoredClaims() {
		return new StoredClaims();
	}

	@Bean
	static RepeatedParameters claimflowRepeatedParameters() {
		return new RepeatedParameters();
	}

}
