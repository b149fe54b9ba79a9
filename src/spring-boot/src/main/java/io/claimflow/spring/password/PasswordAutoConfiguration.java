package io.claimflow.spring.password;

import java.util.Optional;

import io.claimflow.Trigger;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.request.FormEvents;
import io.claimflow.spring.run.WorkflowRuns;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.ServletApiConfigurer;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.util.function.SingletonSupplier;

/**
 * The beans that bring workflows to passwords.
 */
@AutoConfiguration(afterName = "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration")
@ConditionalOnBean(WorkflowEngine.class)
class PasswordAutoConfiguration {

	@Bean
	Trigger claimflowExistingPasswordProvidedTrigger() {
		return Trigger.EXISTING_PASSWORD_PROVIDED;
	}

	@Bean
	Trigger claimflowNewPasswordProvidedTrigger() {
		return Trigger.NEW_PASSWORD_PROVIDED;
	}

	@Bean
	PasswordWorkflows claimflowPasswordWorkflows(WorkflowRuns runs, FormEvents events,
			ObjectProvider<PasswordEncoder> encoders, ObjectProvider<UserRecords> records,
			ObjectProvider<UserDetailsService> services) {
		return new PasswordWorkflows(runs, events,
				SingletonSupplier
					.of(() -> encoders.getIfUnique(PasswordEncoderFactories::createDelegatingPasswordEncoder)),
				() -> Optional.ofNullable(records.getIfAvailable())
					.or(() -> Optional.ofNullable(services.getIfUnique()).map(UserRecords::of)));
	}

	@Bean
	PasswordFilters claimflowPasswordFilters(ConfigurableListableBeanFactory beans, PasswordWorkflows workflows) {
		return new PasswordFilters(beans, workflows);
	}

	/**
	 * Spring Security applies it to every chain that is built with its HttpSecurity bean.
	 * It comes before anything that uses the authentication manager: those that Spring
	 * Security has put there earlier do not, but for {@code HttpServletRequest.login}:
	 * that one goes behind this, as it is.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	Customizer<HttpSecurity> claimflowPasswordWorkflowsCustomizer(PasswordWorkflows workflows) {
		return (http) -> {
			http.with(new PasswordWorkflowsConfigurer(workflows), Customizer.withDefaults());
			moveToTheEnd(http);
		};
	}

	@SuppressWarnings("unchecked")
	private static void moveToTheEnd(HttpSecurity http) {
		ServletApiConfigurer<HttpSecurity> servletApi = http.removeConfigurer(ServletApiConfigurer.class);
		if (servletApi != null) {
			http.with(servletApi, Customizer.withDefaults());
		}
	}

}
