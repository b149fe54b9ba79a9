package io.claimflow.spring.form;

import io.claimflow.spring.request.PendingRequests;
import io.claimflow.spring.run.WorkflowRuns;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.savedrequest.RequestCache;

/**
 * The beans that the triggers of forms share.
 */
@Configuration(proxyBeanMethods = false)
public class FormConfiguration {

	@Bean
	FormRuns claimflowFormRuns(WorkflowRuns runs) {
		return new FormRuns(runs);
	}

	@Bean
	FormEvents claimflowFormEvents(PendingRequests pendingRequests, ObjectProvider<RequestCache> requestCache) {
		return new FormEvents(pendingRequests, requestCache);
	}

}
