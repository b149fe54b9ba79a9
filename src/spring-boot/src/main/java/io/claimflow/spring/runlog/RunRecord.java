package io.claimflow.spring.runlog;

import java.util.Optional;

/**
 * What the run log keeps of a run.
 *
 * @param summary what a list of runs shows of it
 * @param detail the rest
 * @param values the values of its claims, if an operator asks for them; secrets masked
 */
public record RunRecord(RunSummary summary, RunDetail detail, Optional<RunValues> values) {

	/** Names the run, and keeps its data out of logs. */
	@Override
	public String toString() {
		return "RunRecord[runId=" + this.summary.runId() + "]";
	}

}
