package io.claimflow.spring.signin;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Says at the start, if a workflow is live, where it cannot run, and what to do.
 */
final class SignInAttachmentReport implements ApplicationListener<ApplicationReadyEvent> {

	private static final Logger logger = LoggerFactory.getLogger(SignInAttachmentReport.class);

	private final SignInWorkflow workflow;

	private final List<String> uncovered = new CopyOnWriteArrayList<>();

	SignInAttachmentReport(SignInWorkflow workflow) {
		this.workflow = workflow;
	}

	/** A place where the workflow cannot run, and what to do about it. */
	void uncovered(String message) {
		this.uncovered.add(message);
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (this.workflow.live()) {
			this.uncovered.forEach(logger::warn);
		}
	}

}
