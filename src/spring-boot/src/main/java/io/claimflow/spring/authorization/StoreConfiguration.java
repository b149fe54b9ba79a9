package io.claimflow.spring.authorization;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;

/**
 * The beans that look after the stores of authorizations.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ JdbcOAuth2AuthorizationService.class, JdbcOperations.class })
public class StoreConfiguration {

	@Bean
	static PlainLongClaims claimflowWholeNumbers() {
		return new PlainLongClaims();
	}

	/** Spring Security applies it to every chain that is built with its HttpSecurity. */
	@Bean
	Customizer<HttpSecurity> claimflowWholeNumbersCustomizer(PlainLongClaims numbers) {
		return (http) -> http.with(numbers.configurer());
	}

}
