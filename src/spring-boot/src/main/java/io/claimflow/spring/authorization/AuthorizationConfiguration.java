package io.claimflow.spring.authorization;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans that let stores of authorizations read back what they keep.
 */
@Configuration(proxyBeanMethods = false)
public class AuthorizationConfiguration {

	@Bean
	StoredClaims claimflowStoredClaims() {
		return new StoredClaims();
	}

	@Bean
	static RepeatedParameters claimflowRepeatedParameters() {
		return new RepeatedParameters();
	}

}
