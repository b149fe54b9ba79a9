package io.claimflow.spring.runlog;

import java.util.List;
import java.util.OptionalLong;

/**
 * A page of a list of runs.
 *
 * @param runs the runs, newest first; there may be none, and more on the next page
 * @param next what those of the next page are below, or empty if there is none
 */
public record RunPage(List<StoredRun> runs, OptionalLong next) {

	public RunPage {
		runs = List.copyOf(runs);
	}

}
