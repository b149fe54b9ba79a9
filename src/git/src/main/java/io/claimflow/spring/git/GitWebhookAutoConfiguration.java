package io.claimflow.spring.git;

import io.claimflow.spring.http.RateLimit;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.StringUtils;

/**
 * The call of git servers, if they share a secret. One of its beans is a security filter
 * chain, so they come after those whose chains are there only if the application has
 * none.
 */
@AutoConfiguration(after = GitAutoConfiguration.class, afterName = {
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnBean(GitPoller.class)
@ConditionalOnProperty("claimflow.git.webhook.secret")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class GitWebhookAutoConfiguration {

	/** A shorter one can be guessed. */
	private static final int SECRET = 16;

	/** Before any chain of the application's that is for all that others leave. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SecurityFilterChain claimflowGitWebhookSecurityFilterChain(HttpSecurity http) {
		http.securityMatcher(WebhookServlet.PATH);
		http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll());
		http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
		http.csrf(AbstractHttpConfigurer::disable);
		http.requestCache(AbstractHttpConfigurer::disable);
		http.logout(AbstractHttpConfigurer::disable);
		return http.build();
	}

	@Bean
	ServletRegistrationBean<WebhookServlet> claimflowGitWebhookServlet(GitPoller poller, GitProperties properties) {
		GitProperties.Webhook webhook = properties.webhook();
		String secret = webhook.secret();
		if (!StringUtils.hasText(secret) || secret.length() < SECRET) {
			throw GitConfiguration.invalid("webhook.secret",
					"It has fewer than %d characters: 'openssl rand -hex 20' prints one that nobody guesses."
						.formatted(SECRET));
		}
		ServletRegistrationBean<WebhookServlet> servlet = new ServletRegistrationBean<>(new WebhookServlet(poller::wake,
				new WebhookSignature(secret), new RateLimit(webhook.callsPerMinute(), System::nanoTime),
				Math.toIntExact(webhook.bodySize().toBytes())), WebhookServlet.PATH);
		servlet.setName("claimflowGitWebhook");
		return servlet;
	}

}
