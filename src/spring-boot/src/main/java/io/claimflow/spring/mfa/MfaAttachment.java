package io.claimflow.spring.mfa;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.claimflow.spring.support.SpringFields;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;

/**
 * Puts the workflow behind the factors that a factory of Spring Security's adds to each
 * of its rules, before the rules are made.
 */
final class MfaAttachment implements BeanPostProcessor {

	private final ObjectProvider<MfaWorkflow> workflow;

	private final List<String> unknown = new CopyOnWriteArrayList<>();

	private volatile boolean attached;

	/** The workflow is looked up late, as a post processor is made before other beans. */
	MfaAttachment(ObjectProvider<MfaWorkflow> workflow) {
		this.workflow = workflow;
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
		SpringFields.read(DefaultAuthorizationManagerFactory.class, factory, AuthorizationManager.class)
			.ifPresent((factors) -> {
				factory.setAdditionalAuthorization(
						new MfaAuthorizationManager<>((AuthorizationManager<T>) factors, this.workflow::getObject));
				this.attached = true;
			});
	}

}
