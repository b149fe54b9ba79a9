package io.claimflow.spring.console.runs;

import java.time.Duration;

/**
 * How much is done to compare what two deployments make of the last runs.
 *
 * @param runs how many runs are compared at most
 * @param time after which no further one is begun
 */
public record ComparisonLimits(int runs, Duration time) {

}
