package io.claimflow.spring.mfa;

import io.claimflow.Trigger;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.request.SignInEvents;
import io.claimflow.spring.run.WorkflowRuns;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.config.core.GrantedAuthorityDefaults;

/**
 * The beans that bring the workflow of {@code user:pre_mfa} into the rules that ask for a
 * second factor.
 */
@AutoConfiguration(afterName = "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration")
@ConditionalOnBean(WorkflowEngine.class)
@EnableConfigurationProperties(MfaProperties.class)
class MfaAutoConfiguration {

	private static final String EVERY_SIGN_IN = "claimflow.mfa.every-sign-in";

	@Bean
	Trigger claimflowPreMfaTrigger() {
		return Trigger.PRE_MFA;
	}

	@Bean
	MfaWorkflow claimflowMfaWorkflow(WorkflowRuns runs, SignInEvents events, MfaProperties properties) {
		return new MfaWorkflow(runs, events, properties);
	}

	@Bean
	MfaAttachmentReport claimflowMfaAttachmentReport(MfaWorkflow workflow, MfaAttachment attachment) {
		return new MfaAttachmentReport(workflow, attachment);
	}

	@Bean
	static MfaAttachment claimflowMfaAttachment(ObjectProvider<MfaWorkflow> workflow, Environment environment) {
		return new MfaAttachment(workflow, environment.getProperty(EVERY_SIGN_IN, Boolean.class, false));
	}

	/**
	 * The factory of the rules, made as Spring Security makes it where there is no such
	 * bean, so that the workflow can be attached to it.
	 */
	@Bean
	@ConditionalOnMissingBean(AuthorizationManagerFactory.class)
	@ConditionalOnProperty(name = EVERY_SIGN_IN, havingValue = "true")
	@SuppressWarnings("rawtypes")
	DefaultAuthorizationManagerFactory claimflowAuthorizationManagerFactory(ObjectProvider<RoleHierarchy> roles,
			ObjectProvider<GrantedAuthorityDefaults> defaults) {
		DefaultAuthorizationManagerFactory<?> factory = new DefaultAuthorizationManagerFactory<>();
		roles.ifAvailable(factory::setRoleHierarchy);
		defaults.ifAvailable((names) -> factory.setRolePrefix(names.getRolePrefix()));
		return factory;
	}

}
