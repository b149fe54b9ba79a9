package io.claimflow.spring.autoconfigure;

import io.claimflow.spring.runlog.RunStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Warns of a configuration that leaves tokens, sign-ins and operators without what they
 * may count on: workflows that are turned off, runs that nobody sees, and properties that
 * nobody reads.
 */
@AutoConfiguration
@ConditionalOnClass(OAuth2TokenGenerator.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class ConfigurationCheckAutoConfiguration implements InitializingBean {

	private static final Logger logger = LoggerFactory.getLogger(ConfigurationCheckAutoConfiguration.class);

	private final ApplicationContext context;

	ConfigurationCheckAutoConfiguration(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void afterPropertiesSet() {
		Environment environment = this.context.getEnvironment();
		if (!environment.getProperty("claimflow.enabled", Boolean.class, true)) {
			logger.warn("Claimflow is off (claimflow.enabled=false): tokens are issued, and users sign in, without"
					+ " their workflows");
		}
		else if (environment.getProperty("claimflow.runs.http.enabled", Boolean.class, false)
				&& this.context.getBeanNamesForType(RunStore.class, true, false).length == 0) {
			logger.warn("Runs cannot be looked at over HTTP (claimflow.runs.http.enabled), as there is no table of"
					+ " them: set claimflow.runs.enabled=true, and see that the application has one DataSource, or"
					+ " several of which one is primary");
		}
		ClassLoader classLoader = this.context.getClassLoader();
		new KnownProperties((classLoader != null) ? classLoader : getClass().getClassLoader()).unknown(environment)
			.forEach(logger::warn);
	}

}
