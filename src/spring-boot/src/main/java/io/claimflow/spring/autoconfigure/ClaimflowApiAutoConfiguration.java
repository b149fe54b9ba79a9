package io.claimflow.spring.autoconfigure;

import io.claimflow.spring.management.ApiConfiguration;
import io.claimflow.spring.management.ApiSettings;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/**
 * Auto-configuration of the management calls. It has a security filter chain, so it comes
 * after those whose chains are there only if the application has none.
 */
@AutoConfiguration(after = ClaimflowAutoConfiguration.class, afterName = {
		"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnProperty(name = "claimflow.api.enabled", havingValue = "true")
@ConditionalOnBean(ClaimflowProperties.class)
@Import(ApiConfiguration.class)
public class ClaimflowApiAutoConfiguration {

	@Bean
	ApiSettings claimflowApiSettings(ClaimflowProperties properties) {
		return properties.getApi().toSettings();
	}

}
