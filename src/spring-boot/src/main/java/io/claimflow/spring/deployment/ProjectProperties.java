package io.claimflow.spring.deployment;

import io.claimflow.WarningPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The project, and how it comes to life.
 *
 * @param project Where the project with the workflows is: a file: or classpath: location.
 * @param reload Whether a changed project is deployed while the server runs. On by
 * default if Spring Boot's devtools are there.
 * @param warmUp Whether the engine goes on to run a workflow of its own after the start,
 * so that the first runs of others are not slow.
 * @param warnings Whether a warning of what is known to fail rejects a project. By
 * default, it does where a changed project is deployed while the server runs.
 */
@ConfigurationProperties("claimflow")
record ProjectProperties(@DefaultValue(ProjectProperties.DEFAULT_PROJECT) String project, @Nullable Boolean reload,
		@DefaultValue("true") boolean warmUp, @Nullable WarningPolicy warnings) {

	static final String DEFAULT_PROJECT = "classpath:/workflows";

}
