package io.claimflow.spring.deployment.preview;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.web.authentication.logout.LogoutFilter;

/**
 * Puts the filter before all that could answer a request, where a chain is an
 * authorization server.
 */
final class PreviewConfigurer extends AbstractHttpConfigurer<PreviewConfigurer, HttpSecurity> {

	private final PreviewFilter filter;

	PreviewConfigurer(PreviewFilter filter) {
		this.filter = filter;
	}

	@Override
	public void configure(HttpSecurity http) {
		if (http.getConfigurer(OAuth2AuthorizationServerConfigurer.class) != null) {
			http.addFilterBefore(this.filter, LogoutFilter.class);
		}
	}

}
