package io.claimflow.spring.form;

import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.request.PendingRequests;
import io.claimflow.spring.run.WorkflowRuns;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.web.savedrequest.RequestCache;

/**
 * The beans that the triggers of forms share.
 */
@AutoConfiguration(afterName = "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration")
@ConditionalOnBean(WorkflowEngine.class)
class FormAutoConfiguration {

	@Bean
	FormRuns claimflowFormRuns(WorkflowRuns runs) {
		return new FormRuns(runs);
	}

	@Bean
	FormEvents claimflowFormEvents(PendingRequests pendingRequests, ObjectProvider<RequestCache> requestCache) {
		return new FormEvents(pendingRequests, requestCache);
	}

}
