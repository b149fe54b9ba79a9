package io.claimflow.spring.registration;

import io.claimflow.Trigger;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.request.FormEvents;
import io.claimflow.spring.run.WorkflowRuns;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/**
 * The beans that bring workflows to signing up.
 */
@AutoConfiguration(afterName = "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration")
@ConditionalOnBean(WorkflowEngine.class)
class RegistrationAutoConfiguration {

	@Bean
	Trigger claimflowPreRegistrationTrigger() {
		return Trigger.PRE_REGISTRATION;
	}

	@Bean
	Trigger claimflowNewUsernameProvidedTrigger() {
		return Trigger.NEW_USERNAME_PROVIDED;
	}

	@Bean
	RegistrationWorkflows claimflowRegistrationWorkflows(WorkflowRuns runs, FormEvents events) {
		return new RegistrationWorkflows(runs, events);
	}

}
