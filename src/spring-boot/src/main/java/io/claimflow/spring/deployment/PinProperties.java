package io.claimflow.spring.deployment;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long deployments go on that are not live any more.
 *
 * @param hold Time for which a sign-in goes on with the deployment that it began with. 0
 * lets each step run what is live.
 * @param held Number of deployments that a server keeps loaded beside the one that is
 * live.
 */
@ConfigurationProperties("claimflow.deployments")
record PinProperties(@DefaultValue("10m") Duration hold, @DefaultValue("5") int held) {

	PinProperties {
		if (hold.isNegative()) {
			throw new IllegalArgumentException(
					"claimflow.deployments.hold is %s, but has to be 0 or more".formatted(hold));
		}
		if (held < 1) {
			throw new IllegalArgumentException(
					"claimflow.deployments.held is %d, but has to be 1 or more".formatted(held));
		}
	}

}
