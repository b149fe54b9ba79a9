package io.claimflow.spring.request;

import io.claimflow.engine.WorkflowEngine;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.savedrequest.RequestCache;

/**
 * The beans that find what a sign-in or a form is for.
 */
@AutoConfiguration(afterName = "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration")
@ConditionalOnBean(WorkflowEngine.class)
class RequestAutoConfiguration {

	@Bean
	FormEvents claimflowFormEvents(PendingRequests pendingRequests, ObjectProvider<RequestCache> requestCache) {
		return new FormEvents(pendingRequests, requestCache);
	}

	@Bean
	PendingRequests claimflowPendingRequests(ObjectProvider<AuthorizationServerSettings> settings) {
		return new PendingRequests(settings.getIfUnique(() -> AuthorizationServerSettings.builder().build()));
	}

}
