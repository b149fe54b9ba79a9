package io.claimflow.spring.server;

import java.util.ArrayList;
import java.util.List;

import io.claimflow.spring.run.WorkflowRun;
import io.claimflow.spring.run.WorkflowRunListener;

/**
 * A bean that knows which workflows ran.
 */
public final class RecordedRuns implements WorkflowRunListener {

	private final List<WorkflowRun> runs = new ArrayList<>();

	@Override
	public synchronized void ran(WorkflowRun run) {
		this.runs.add(run);
	}

	/** The runs since the last call. */
	public synchronized List<WorkflowRun> take() {
		List<WorkflowRun> taken = List.copyOf(this.runs);
		this.runs.clear();
		return taken;
	}

}
