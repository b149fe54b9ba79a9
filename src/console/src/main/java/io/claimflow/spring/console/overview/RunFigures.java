package io.claimflow.spring.console.overview;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import io.claimflow.Workflow;

/**
 * Says how many runs there were, and how long they took.
 */
public interface RunFigures {

	/** Where the figures come from: {@code overview.source.<name>} says it. */
	String source();

	/**
	 * What each workflow did since a time, or since the start of this node. There is
	 * nothing for one without runs.
	 */
	List<RunFigure> since(Instant from, Collection<Workflow> workflows);

	/** What says nothing. */
	static RunFigures none() {
		return new RunFigures() {

			@Override
			public String source() {
				return "none";
			}

			@Override
			public List<RunFigure> since(Instant from, Collection<Workflow> workflows) {
				return List.of();
			}

		};
	}

}
