package io.claimflow.spring.signin;

import io.claimflow.Trigger;
import io.claimflow.spring.request.PendingRequests;
import io.claimflow.spring.registration.FederatedSignUps;
import io.claimflow.spring.run.WorkflowRuns;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans that bring the workflow of {@code user:post_authentication} into every
 * sign-in.
 */
@Configuration(proxyBeanMethods = false)
public class SignInConfiguration {

	@Bean
	Trigger claimflowPostAuthenticationTrigger() {
		return Trigger.POST_AUTHENTICATION;
	}

	@Bean
	SignInEventFactory claimflowSignInEventFactory(ObjectProvider<SignInEventDetails> details) {
		return new SignInEventFactory(details.getIfAvailable(() -> new SignInEventDetails() {
		}));
	}

	@Bean
	SignInWorkflow claimflowSignInWorkflow(WorkflowRuns runs, SignInEventFactory events) {
		return new SignInWorkflow(runs, events);
	}

	@Bean
	FederatedSignUp claimflowFederatedSignUp(FederatedSignUps signUps, SignInEventFactory events) {
		return new FederatedSignUp(signUps, events);
	}

	@Bean
	SignInEvents claimflowSignInEvents(SignInEventFactory events, PendingRequests pendingRequests) {
		return new SignInEvents(events, pendingRequests);
	}

	@Bean
	SignInAttachmentReport claimflowSignInPlaces(SignInWorkflow workflow) {
		return new SignInAttachmentReport(workflow);
	}

	@Bean
	static SignInAttachment claimflowSignInAttachment(ObjectProvider<FederatedSignUp> signUp,
			ObjectProvider<SignInWorkflow> workflow, ObjectProvider<PendingRequests> pendingRequests,
			ObjectProvider<SignInAttachmentReport> places) {
		return new SignInAttachment(signUp, workflow, pendingRequests, places);
	}

}
