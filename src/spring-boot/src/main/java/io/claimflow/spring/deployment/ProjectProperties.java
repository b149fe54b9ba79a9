package io.claimflow.spring.deployment;

import java.time.Duration;

import io.claimflow.WarningPolicy;
import io.claimflow.spring.support.PropertyChecks;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The project, and how it comes to life.
 *
 * @param project Where the project with the workflows is: a file: or classpath: location.
 * @param reload Whether a changed project is deployed while the server runs. On by
 * default if Spring Boot's devtools are there.
 * @param warmUp Whether the workflows of a deployment run before it becomes live, for
 * nobody and without effect, so that their first runs are not slow.
 * @param warmUpTime Longest time that a deployment becomes live later because of that.
 * @param packageTimeWarning Time that the packages of a workflow may compute in a run of
 * the warm-up without a warning.
 * @param warnings Whether a warning of what is known to fail rejects a project. By
 * default, it does where a changed project is deployed while the server runs.
 */
@ConfigurationProperties("claimflow")
record ProjectProperties(@DefaultValue(ProjectProperties.DEFAULT_PROJECT) String project, @Nullable Boolean reload,
		@DefaultValue("true") boolean warmUp, @DefaultValue("30s") Duration warmUpTime,
		@DefaultValue("20ms") Duration packageTimeWarning, @Nullable WarningPolicy warnings) {

	static final String DEFAULT_PROJECT = "classpath:/workflows";

	private static final PropertyChecks CHECKS = new PropertyChecks("claimflow");

	/** The time for a warm-up, zero for none, which is checked. */
	Duration toWarmUpTime() {
		Duration time = CHECKS.time("warm-up-time", this.warmUpTime);
		return this.warmUp ? time : Duration.ZERO;
	}

	/** The time of packages, which is checked. */
	Duration toPackageTimeWarning() {
		return CHECKS.time("package-time-warning", this.packageTimeWarning);
	}

}
