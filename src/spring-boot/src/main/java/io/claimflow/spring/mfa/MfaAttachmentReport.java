package io.claimflow.spring.mfa;

import java.lang.reflect.Field;

import io.claimflow.spring.support.SpringFields;
import jakarta.servlet.Filter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.security.config.annotation.authorization.EnableMultiFactorAuthentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.ReflectionUtils;

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
		if (this.workflow.everySignIn() && !factorsAddUp(event.getApplicationContext())) {
			logger
				.warn("claimflow.mfa.every-sign-in is set, and nothing adds up the factors of a sign-in: a user who gives"
						+ " the second factor that a workflow asks for loses the first, and is asked again and again. Add"
						+ " @EnableMultiFactorAuthentication(authorities = {}) to a configuration; it asks for no factor by"
						+ " itself.");
		}
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

	/**
	 * Whether a second authentication is added to the first: with the annotation, or
	 * where an application has told its filters so.
	 */
	private static boolean factorsAddUp(ApplicationContext context) {
		return context.getBeanNamesForAnnotation(EnableMultiFactorAuthentication.class).length > 0
				|| context.getBeanProvider(SecurityFilterChain.class)
					.stream()
					.flatMap((chain) -> chain.getFilters().stream())
					.anyMatch(MfaAttachmentReport::addsFactors);
	}

	private static boolean addsFactors(Filter filter) {
		Field field = ReflectionUtils.findField(filter.getClass(), "mfaEnabled", boolean.class);
		return field != null && Boolean.TRUE.equals(SpringFields.value(field, filter));
	}

}
