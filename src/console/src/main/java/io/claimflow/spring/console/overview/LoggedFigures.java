package io.claimflow.spring.console.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.claimflow.spring.runlog.RunCounts;
import io.claimflow.spring.runlog.RunSlot;
import io.claimflow.spring.runlog.RunStore;

/**
 * Figures of the runs of all nodes, which the run log has.
 */
public final class LoggedFigures implements RunFigures {

	/** The length of a slot. */
	static final Duration SLOT = Duration.ofMinutes(5);

	/** The slots of an hour. */
	private static final int SLOTS = 12;

	private final RunStore runs;

	/** Creates figures of a run log. */
	public LoggedFigures(RunStore runs) {
		this.runs = runs;
	}

	@Override
	public String source() {
		return "log";
	}

	@Override
	public List<RunCounts> counts(Instant from) {
		return this.runs.counts(from);
	}

	@Override
	public List<RunSlot> slots(Instant from) {
		return this.runs.slots(from, SLOT, SLOTS);
	}

}
