package io.claimflow.spring.password;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;

import io.claimflow.spring.support.SpringFields;
import jakarta.servlet.Filter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;

/**
 * Looks, once everything is made, for login filters with an authentication manager of
 * their own, and guards it. Says so where a login cannot be guarded.
 */
final class PasswordFilters implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(PasswordFilters.class);

	private final ConfigurableListableBeanFactory beans;

	private final PasswordWorkflows workflows;

	PasswordFilters(ConfigurableListableBeanFactory beans, PasswordWorkflows workflows) {
		this.beans = beans;
		this.workflows = workflows;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<Filter> filters = this.beans.getBeanProvider(SecurityFilterChain.class)
			.orderedStream()
			.flatMap((chain) -> chain.getFilters().stream())
			.toList();
		boolean login = false;
		for (Filter filter : filters) {
			login |= guard(filter);
		}
		String[] managers = this.beans.getBeanNamesForType(AuthenticationManager.class, false, false);
		if (!login && managers.length > 0) {
			logger.warn("No security filter chain has a login with a password, so no workflow of"
					+ " user:existing_password_provided runs for code that calls the bean {} itself. Let that code call"
					+ " workflows.authenticationManager(manager) of the bean io.claimflow.spring.password.PasswordWorkflows.",
					String.join(", ", managers));
		}
	}

	/** Whether a filter signs users in; its manager is guarded from now on. */
	private boolean guard(Filter filter) {
		Optional<Class<?>> type = loginFilter(filter);
		Optional<Field> field = type.flatMap((owner) -> SpringFields.find(owner, AuthenticationManager.class));
		if (field.isPresent() && SpringFields.value(field.get(), filter) instanceof AuthenticationManager manager) {
			SpringFields.set(field.get(), filter, this.workflows.authenticationManager(manager));
		}
		return type.isPresent();
	}

	private static Optional<Class<?>> loginFilter(Filter filter) {
		if (filter instanceof AbstractAuthenticationProcessingFilter) {
			return Optional.of(AbstractAuthenticationProcessingFilter.class);
		}
		return (filter instanceof BasicAuthenticationFilter) ? Optional.of(BasicAuthenticationFilter.class)
				: Optional.empty();
	}

}
