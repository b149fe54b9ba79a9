package io.claimflow.spring.observation;

import java.time.Duration;

import io.claimflow.fetch.FetchEnd;

/**
 * A call that a run has made to another system.
 *
 * @param method the method, or {@code OTHER}
 * @param begun the time from the start of the run to that of the call
 * @param time how long the call took
 * @param end how it ended
 */
public record RunCall(String method, Duration begun, Duration time, FetchEnd end) {

}
