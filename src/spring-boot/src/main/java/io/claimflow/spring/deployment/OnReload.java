package io.claimflow.spring.deployment;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Whether a changed project is deployed while the server runs: as the property says, and
 * else where Spring Boot's devtools are.
 */
final class OnReload implements Condition {

	private static final String DEVTOOLS = "org.springframework.boot.devtools.settings.DevToolsSettings";

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return isOn(context.getEnvironment(), context.getClassLoader());
	}

	static boolean isOn(Environment environment, @Nullable ClassLoader classLoader) {
		return Binder.get(environment)
			.bind("claimflow.reload", Boolean.class)
			.orElseGet(() -> ClassUtils.isPresent(DEVTOOLS, classLoader));
	}

}
