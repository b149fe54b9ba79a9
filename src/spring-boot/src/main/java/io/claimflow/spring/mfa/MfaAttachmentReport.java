package io.claimflow.spring.mfa;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Says at the start, if a workflow is live, where it cannot run, and what to do.
 */
final class MfaAttachmentReport implements ApplicationListener<ApplicationReadyEvent> {

	private static final Logger logger = LoggerFactory.getLogger(MfaAttachmentReport.class);

	private static final String REMEDY = "let the bean io.claimflow.spring.mfa.MfaWorkflow be injected where your rules ask"
			+ " for factors, and authorize with workflow.applyTo(rule)";

	private final MfaWorkflow workflow;

	private final MfaAttachment attachment;

	MfaAttachmentReport(MfaWorkflow workflow, MfaAttachment attachment) {
		this.workflow = workflow;
		this.attachment = attachment;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (this.workflow.live().isEmpty() || this.workflow.used()) {
			return;
		}
		this.attachment.unknown()
			.forEach((factory) -> logger.warn(
					"The workflow of user:pre_mfa cannot run for the rules of {}, as it is not Spring Security's"
							+ " DefaultAuthorizationManagerFactory. What they ask for stands. To have it run, {}.",
					factory, REMEDY));
		if (!this.attachment.attached() && this.attachment.unknown().isEmpty()) {
			logger.warn("The workflow of user:pre_mfa never runs, as no AuthorizationManagerFactory bean asks for"
					+ " factors. To ask for a second factor in every rule, add @EnableMultiFactorAuthentication with the"
					+ " authorities of the factors. To let the workflow ask for one, set claimflow.mfa.every-sign-in. If only some rules ask for one, {}.",
					REMEDY);
		}
	}

}
