package io.claimflow.spring.mfa;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.claimflow.spring.support.SpringFields;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.authorization.SingleResultAuthorizationManager;

/**
 * Puts the workflow behind the factors that a factory of Spring Security's adds to each
 * of its rules, before the rules are made.
 */
final class MfaAttachment implements BeanPostProcessor {

	private final ObjectProvider<MfaWorkflow> workflow;

	private final boolean everySignIn;

	private final List<String> unknown = new CopyOnWriteArrayList<>();

	private volatile boolean attached;

	/**
	 * Creates a post processor.
	 * @param workflow the workflow, which is looked up late: a post processor is made
	 * before other beans
	 * @param everySignIn whether the workflow runs for factories that ask for no factor,
	 * too
	 */
	MfaAttachment(ObjectProvider<MfaWorkflow> workflow, boolean everySignIn) {
		this.workflow = workflow;
		this.everySignIn = everySignIn;
	}

	/** Whether the workflow runs for the rules of a factory. */
	boolean attached() {
		return this.attached;
	}

	/** The factories whose rules are not made by Spring Security. */
	List<String> unknown() {
		return this.unknown;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof DefaultAuthorizationManagerFactory<?> factory) {
			attach(factory);
		}
		else if (bean instanceof AuthorizationManagerFactory<?>) {
			this.unknown.add("the bean '" + beanName + "' of type " + bean.getClass().getName());
		}
		return bean;
	}

	@SuppressWarnings("unchecked")
	private <T> void attach(DefaultAuthorizationManagerFactory<T> factory) {
		Optional<AuthorizationManager<T>> factors = SpringFields
			.read(DefaultAuthorizationManagerFactory.class, factory, AuthorizationManager.class)
			.map((found) -> (AuthorizationManager<T>) found);
		if (factors.isPresent() || this.everySignIn) {
			factory.setAdditionalAuthorization(new MfaAuthorizationManager<>(
					factors.orElseGet(SingleResultAuthorizationManager::permitAll), this.workflow::getObject));
			this.attached = true;
		}
	}

}
