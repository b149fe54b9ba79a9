package io.claimflow.fetch;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a call ended. It has nothing of the URL but its origin, and nothing of what was
 * sent and answered.
 *
 * @param origin scheme, host and port of the URL (RFC 6454), or empty if the host was not
 * reached: what no host answers to may be anything that a workflow took for one
 * @param status the status code, if there was an answer
 * @param failure why there was none that a workflow can use
 */
public record FetchEnd(Optional<String> origin, OptionalInt status, Optional<FetchFailure> failure) {

}
