package io.claimflow.registration;

import io.claimflow.Trigger;
import io.claimflow.form.FormEvents;
import io.claimflow.form.FormRuns;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans that bring workflows to signing up.
 */
@Configuration(proxyBeanMethods = false)
public class RegistrationWorkflowsConfiguration {

	@Bean
	Trigger claimflowPreRegistrationTrigger() {
		return Trigger.PRE_REGISTRATION;
	}

	@Bean
	Trigger claimflowNewUsernameProvidedTrigger() {
		return Trigger.NEW_USERNAME_PROVIDED;
	}

	@Bean
	RegistrationWorkflows claimflowRegistrationWorkflows(FormRuns runs, FormEvents events) {
		return new RegistrationWorkflows(runs, events);
	}

}
