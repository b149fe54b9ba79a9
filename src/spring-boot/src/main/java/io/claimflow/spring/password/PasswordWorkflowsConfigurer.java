package io.claimflow.spring.password;

import io.claimflow.spring.support.CurrentRequestFilter;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.authentication.preauth.x509.X509AuthenticationFilter;

/**
 * Guards the authentication manager that the filters of a security filter chain share,
 * whether Spring Security or the application made it.
 */
final class PasswordWorkflowsConfigurer extends AbstractHttpConfigurer<PasswordWorkflowsConfigurer, HttpSecurity> {

	private final PasswordWorkflows workflows;

	PasswordWorkflowsConfigurer(PasswordWorkflows workflows) {
		this.workflows = workflows;
	}

	/** The manager is made now, and those who use it are configured after this. */
	@Override
	public void configure(HttpSecurity http) {
		AuthenticationManager manager = http.getSharedObject(AuthenticationManager.class);
		if (manager != null) {
			http.setSharedObject(AuthenticationManager.class, this.workflows.authenticationManager(manager));
			http.addFilterBefore(new CurrentRequestFilter(), X509AuthenticationFilter.class);
		}
	}

}
