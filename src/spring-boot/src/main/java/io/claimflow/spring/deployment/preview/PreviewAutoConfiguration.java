package io.claimflow.spring.deployment.preview;

import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.deployment.DeploymentPins;
import io.claimflow.spring.request.PendingRequests;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/**
 * The bean that brings previews into authorization servers.
 */
@AutoConfiguration(afterName = "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration")
@ConditionalOnBean(WorkflowEngine.class)
class PreviewAutoConfiguration {

	@Bean
	Customizer<HttpSecurity> claimflowPreviewCustomizer(DeploymentPins pins, PendingRequests pendingRequests,
			AuthorizationServerSettings settings) {
		return (http) -> http.with(new PreviewConfigurer(new PreviewFilter(pins, pendingRequests, settings)),
				Customizer.withDefaults());
	}

}
