package io.claimflow.spring.runlog;

import java.time.Duration;
import java.time.InstantSource;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;

/**
 * Counts runs that were written and that were not, and says the latter once a minute at
 * most.
 */
final class DroppedRuns {

	private static final Duration PERIOD = Duration.ofMinutes(1);

	private final Logger logger;

	private final InstantSource clock;

	private final Map<Reason, LongAdder> dropped = new EnumMap<>(Reason.class);

	private final LongAdder written = new LongAdder();

	private volatile String last = "";

	private long said;

	private Instant saidAt = Instant.MIN;

	DroppedRuns(Logger logger, InstantSource clock) {
		this.logger = logger;
		this.clock = clock;
		for (Reason reason : Reason.values()) {
			this.dropped.put(reason, new LongAdder());
		}
	}

	void written(int runs) {
		this.written.add(runs);
	}

	/**
	 * Counts runs.
	 * @param why the reason in words, which hold nothing of a run
	 */
	void add(Reason reason, int runs, String why) {
		count(reason).add(runs);
		this.last = why;
	}

	private LongAdder count(Reason reason) {
		LongAdder count = this.dropped.get(reason);
		if (count == null) {
			throw new IllegalStateException("No counter of " + reason);
		}
		return count;
	}

	/** The number of runs that were written since the start. */
	long written() {
		return this.written.sum();
	}

	/** The number of runs that were dropped since the start. */
	long dropped(Reason reason) {
		return count(reason).sum();
	}

	/** Says what was dropped, if there is something to say and it is time to. */
	void say() {
		long all = this.dropped.values().stream().mapToLong(LongAdder::sum).sum();
		Instant now = this.clock.instant();
		if (all > this.said && !now.isBefore(later(this.saidAt))) {
			this.logger.warn(
					"{} runs were not recorded since the last such line, {} since the start: {}. No request"
							+ " waits for the run log, so what it cannot write in time is dropped",
					all - this.said, all, this.last);
			this.said = all;
			this.saidAt = now;
		}
	}

	private static Instant later(Instant time) {
		return time.equals(Instant.MIN) ? time : time.plus(PERIOD);
	}

	/** Why runs were dropped. */
	enum Reason {

		/** The queue was full. */
		QUEUE,
		/** They could not be written. */
		FAILURE

	}

}
