package io.claimflow.spring.signin;

import java.util.Optional;

import io.claimflow.Trigger;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.deployment.DeploymentPins;
import io.claimflow.spring.password.UserRecords;
import io.claimflow.spring.registration.FederatedUserRecords;
import io.claimflow.spring.request.PendingRequests;
import io.claimflow.spring.request.SignInEvents;
import io.claimflow.spring.run.WorkflowRuns;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;

/**
 * The beans that bring the workflow of {@code user:post_authentication} into every
 * sign-in.
 */
@AutoConfiguration(afterName = "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration")
@ConditionalOnBean(WorkflowEngine.class)
class SignInAutoConfiguration {

	@Bean
	Trigger claimflowPostAuthenticationTrigger() {
		return Trigger.POST_AUTHENTICATION;
	}

	@Bean
	SignInEventFactory claimflowSignInEventFactory(ObjectProvider<SignInEventDetails> details,
			ObjectProvider<ProviderTokens> tokens) {
		return new SignInEventFactory(details.getIfAvailable(() -> new SignInEventDetails() {
		}), (authentication, request) -> {
			ProviderTokens known = tokens.getIfAvailable();
			return (known != null) ? known.claims(authentication, request) : Optional.empty();
		});
	}

	/** Without the module of OAuth 2 clients there are none. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OAuth2LoginAuthenticationFilter.class)
	static class ProviderTokensConfiguration {

		@Bean
		ProviderTokens claimflowProviderTokens() {
			return new ProviderTokens();
		}

	}

	@Bean
	SignInWorkflow claimflowSignInWorkflow(WorkflowRuns runs, SignInEventFactory events, DeploymentPins pins) {
		return new SignInWorkflow(runs, events, pins);
	}

	@Bean
	FederatedSignUps claimflowFederatedSignUps(WorkflowRuns runs, ObjectProvider<FederatedUserRecords> records,
			ObjectProvider<UserRecords> users, ObjectProvider<UserDetailsService> services) {
		return new FederatedSignUps(runs, () -> Optional.ofNullable(records.getIfAvailable()),
				() -> Optional.ofNullable(users.getIfAvailable())
					.or(() -> Optional.ofNullable(services.getIfUnique()).map(UserRecords::of)));
	}

	@Bean
	FederatedSignUp claimflowFederatedSignUp(FederatedSignUps signUps, SignInEventFactory events) {
		return new FederatedSignUp(signUps, events);
	}

	@Bean
	SignInEvents claimflowSignInEvents(SignInEventFactory events, PendingRequests pendingRequests) {
		return (authentication, request) -> events.createLater(authentication, pendingRequests.current(request),
				request);
	}

	@Bean
	SignInAttachmentReport claimflowSignInAttachmentReport(SignInWorkflow workflow) {
		return new SignInAttachmentReport(workflow);
	}

	@Bean
	static SignInAttachment claimflowSignInAttachment(ObjectProvider<FederatedSignUp> signUp,
			ObjectProvider<SignInWorkflow> workflow, ObjectProvider<PendingRequests> pendingRequests,
			ObjectProvider<SignInAttachmentReport> report, ObjectProvider<ProviderTokens> tokens) {
		return new SignInAttachment(signUp, workflow, pendingRequests, report, tokens);
	}

}
