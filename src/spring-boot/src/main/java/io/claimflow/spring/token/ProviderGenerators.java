package io.claimflow.spring.token;

import java.lang.reflect.Field;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import io.claimflow.spring.support.SpringFields;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * The token generators of authentication providers. An application can give a provider
 * one past the generator that the server shares. What is not Spring's in it is guarded
 * like a shared one.
 */
final class ProviderGenerators {

	private final TokenWorkflows workflows;

	private final TokenGeneratorInstaller installer;

	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	ProviderGenerators(TokenWorkflows workflows, TokenGeneratorInstaller installer) {
		this.workflows = workflows;
		this.installer = installer;
	}

	/**
	 * Brings the workflows into what a provider makes tokens with, and into that of a
	 * provider that it wraps.
	 * @throws UnsupportedTokenGeneratorException if that is not possible
	 */
	void attach(Object provider) {
		Object target = AopProxyUtils.getSingletonTarget(provider);
		Object owner = (target != null) ? target : provider;
		if (!this.seen.add(owner)) {
			return;
		}
		SpringFields.all(owner, OAuth2TokenGenerator.class).forEach((field) -> {
			if (SpringFields.value(field, owner) instanceof OAuth2TokenGenerator<?> generator
					&& !(generator instanceof GuardedTokenGenerator)) {
				this.installer.install(generator);
				if (!TokenGeneratorInstaller.known(generator)) {
					guard(field, owner, generator);
				}
			}
		});
		SpringFields.all(owner, AuthenticationProvider.class).forEach((field) -> {
			if (SpringFields.value(field, owner) instanceof AuthenticationProvider wrapped) {
				attach(wrapped);
			}
		});
	}

	private void guard(Field field, Object owner, OAuth2TokenGenerator<?> generator) {
		try {
			SpringFields.set(field, owner, new GuardedTokenGenerator(generator, this.workflows));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw new UnsupportedTokenGeneratorException(
					"The token generator " + generator.getClass().getName() + " of the authentication provider "
							+ owner.getClass().getName(),
					"is not one of Spring's, and cannot be watched there. Keep it in a field of the type"
							+ " OAuth2TokenGenerator, of a class that is no record");
		}
	}

}
