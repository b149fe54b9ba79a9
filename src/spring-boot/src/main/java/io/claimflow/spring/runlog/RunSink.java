package io.claimflow.spring.runlog;

import java.util.List;

/**
 * A bean of this type is given what the run log keeps, in batches, in the order in which
 * runs ended. One thread calls it, which no request waits for: while it works, runs wait
 * in a bounded queue, and those that find no room there are dropped and counted. What it
 * throws is said in the log, and the runs of that batch count as dropped. The table of
 * the database is one such place; another may send them on as logs of OpenTelemetry.
 */
@FunctionalInterface
public interface RunSink {

	/**
	 * Takes runs.
	 * @param runs the runs, of which there is at least one
	 */
	void write(List<RunRecord> runs);

}
