package io.claimflow.spring.runlog;

import java.time.Instant;

import io.claimflow.spring.run.WorkflowRun;
import org.jspecify.annotations.Nullable;

/**
 * A run that has ended, with what only its request knows. It holds values of claims and
 * who the run is about, for as long as it waits to be written.
 *
 * @param run the run
 * @param endedAt when it ended
 * @param traceId the trace of the request
 * @param grant the grant that the request names
 */
record RunCapture(WorkflowRun run, Instant endedAt, @Nullable String traceId, @Nullable String grant) {

	@Override
	public String toString() {
		return "RunCapture[run=" + this.run + "]";
	}

}
