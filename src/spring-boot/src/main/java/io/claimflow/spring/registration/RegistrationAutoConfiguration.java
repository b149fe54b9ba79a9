package io.claimflow.spring.registration;

import java.util.Optional;

import io.claimflow.Trigger;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.form.FormEvents;
import io.claimflow.spring.form.FormRuns;
import io.claimflow.spring.password.UserRecords;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.userdetails.UserDetailsService;

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
	RegistrationWorkflows claimflowRegistrationWorkflows(FormRuns runs, FormEvents events) {
		return new RegistrationWorkflows(runs, events);
	}

	@Bean
	FederatedSignUps claimflowFederatedSignUps(FormRuns runs, ObjectProvider<FederatedUserRecords> records,
			ObjectProvider<UserRecords> users, ObjectProvider<UserDetailsService> services) {
		return new FederatedSignUps(runs, () -> Optional.ofNullable(records.getIfAvailable()),
				() -> Optional.ofNullable(users.getIfAvailable())
					.or(() -> Optional.ofNullable(services.getIfUnique()).map(UserRecords::of)));
	}

}
