package io.claimflow.spring.mfa;

import io.claimflow.Trigger;
import io.claimflow.spring.run.WorkflowRuns;
import io.claimflow.spring.signin.SignInEvents;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans that bring the workflow of {@code user:pre_mfa} into the rules that ask for a
 * second factor.
 */
@Configuration(proxyBeanMethods = false)
public class MfaConfiguration {

	@Bean
	Trigger claimflowPreMfaTrigger() {
		return Trigger.PRE_MFA;
	}

	@Bean
	MfaWorkflow claimflowMfaWorkflow(WorkflowRuns runs, SignInEvents events) {
		return new MfaWorkflow(runs, events);
	}

	@Bean
	MfaAttachmentReport claimflowMfaPlaces(MfaWorkflow workflow, MfaAttachment attachment) {
		return new MfaAttachmentReport(workflow, attachment);
	}

	@Bean
	static MfaAttachment claimflowMfaAttachment(ObjectProvider<MfaWorkflow> workflow) {
		return new MfaAttachment(workflow);
	}

}
