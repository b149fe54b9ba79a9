package io.claimflow.demo;

import java.util.Map;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Replaces the demo's password encoder in every test: with one as good for them that is
 * done at once.
 */
@Component
@SuppressWarnings("deprecation")
class CheapPasswords implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		return name.equals("passwordEncoder")
				? new DelegatingPasswordEncoder("bcrypt",
						Map.of("bcrypt", new BCryptPasswordEncoder(4), "noop", NoOpPasswordEncoder.getInstance()))
				: bean;
	}

}
