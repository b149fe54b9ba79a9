package io.claimflow.spring.request;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/**
 * The bean that finds what a sign-in or a form is for.
 */
@Configuration(proxyBeanMethods = false)
public class PendingConfiguration {

	@Bean
	PendingRequests claimflowPendingRequests(ObjectProvider<AuthorizationServerSettings> settings) {
		return new PendingRequests(settings.getIfUnique(() -> AuthorizationServerSettings.builder().build()));
	}

}
