package io.claimflow.spring.console.overview;

import java.time.Instant;
import java.util.List;

import io.claimflow.spring.runlog.RunCounts;
import io.claimflow.spring.runlog.RunSlot;

/**
 * Says how many runs there were, and how long they took.
 */
public interface RunFigures {

	/** Where the figures come from: {@code overview.source.<name>} says it. */
	String source();

	/** What each workflow did since a time, or since the start of this node. */
	List<RunCounts> counts(Instant from);

	/** The same by slots of five minutes; empty if that is not known. */
	List<RunSlot> slots(Instant from);

	/** What says nothing. */
	static RunFigures none() {
		return new RunFigures() {

			@Override
			public String source() {
				return "none";
			}

			@Override
			public List<RunCounts> counts(Instant from) {
				return List.of();
			}

			@Override
			public List<RunSlot> slots(Instant from) {
				return List.of();
			}

		};
	}

}
