package io.claimflow.spring.token;

import io.claimflow.Trigger;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.authorization.StoredClaims;
import io.claimflow.spring.deployment.DeploymentPins;
import io.claimflow.spring.run.WorkflowRuns;
import io.claimflow.spring.support.OwnTokens;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/**
 * The beans that bring workflows into the token endpoint.
 */
@AutoConfiguration(afterName = "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration")
@ConditionalOnBean(WorkflowEngine.class)
@EnableConfigurationProperties(TokenProperties.class)
class TokenAutoConfiguration {

	@Bean
	Trigger claimflowM2mTokenGenerationTrigger() {
		return Trigger.M2M_TOKEN_GENERATION;
	}

	@Bean
	Trigger claimflowUserTokensGenerationTrigger() {
		return Trigger.USER_TOKENS_GENERATION;
	}

	@Bean
	DeniedGrants claimflowDeniedGrants() {
		return new DeniedGrants();
	}

	@Bean
	OwnTokenRules claimflowOwnTokenRules(ObjectProvider<OwnTokens> kinds) {
		return new OwnTokenRules(kinds.orderedStream().toList());
	}

	@Bean
	TokenWorkflows claimflowTokenWorkflows(WorkflowRuns runs, ObjectProvider<TokenEventDetails> details,
			TokenProperties properties, DeniedGrants deniedGrants, OwnTokenRules ownTokens, StoredClaims storedClaims,
			DeploymentPins pins, ListableBeanFactory beans) {
		TokenEventFactory events = new TokenEventFactory(details.getIfAvailable(() -> new TokenEventDetails() {
		}));
		return new TokenWorkflows(runs, pins, events, properties, deniedGrants, ownTokens, storedClaims,
				new CustomizerNames(beans));
	}

	@Bean
	TokenEndpoints claimflowTokenEndpoints(ConfigurableListableBeanFactory beans) {
		return new TokenEndpoints(beans);
	}

	/**
	 * Spring Security applies it to every chain that is built with its HttpSecurity bean.
	 */
	@Bean
	Customizer<HttpSecurity> claimflowTokenWorkflowsCustomizer(TokenWorkflows workflows, DeniedGrants deniedGrants,
			StoredClaims storedClaims, OwnTokenRules ownTokens, TokenEndpoints endpoints, DeploymentPins pins) {
		return (http) -> http.with(
				new TokenWorkflowsConfigurer(workflows, deniedGrants, storedClaims, ownTokens, endpoints, pins),
				Customizer.withDefaults());
	}

}
