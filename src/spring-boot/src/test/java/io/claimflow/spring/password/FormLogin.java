package io.claimflow.spring.password;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The ordinary login of an application.
 */
@Configuration(proxyBeanMethods = false)
class FormLogin {

	@Bean
	@Order(2)
	SecurityFilterChain loginChain(HttpSecurity http) {
		return PasswordApplication.open(http).formLogin(Customizer.withDefaults()).build();
	}

}
