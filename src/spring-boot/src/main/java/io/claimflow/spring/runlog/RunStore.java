package io.claimflow.spring.runlog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

import io.claimflow.encryption.EncryptionException;

import org.springframework.dao.DataAccessException;

/**
 * The runs that the database has. What it gives is about people; whoever shows it asks
 * first who may see it. Safe for use by many threads.
 * <p>
 * Every method throws a {@link DataAccessException} if the database does not answer, or
 * lacks the table.
 */
public final class RunStore {

	/** The number of runs that are listed at a time. */
	public static final int LISTED = 200;

	/** The number of slots of time that runs can be counted in. */
	public static final int SLOTS = 100;

	/** The number of runs whose times are looked at. */
	public static final int TIMED = 1000;

	private static final int BATCH = 500;

	private final RunTable table;

	RunStore(RunTable table) {
		this.table = table;
	}

	/**
	 * A page of runs, newest first. However many there are, it takes a short time: where
	 * the filter finds few, it goes through a bounded number of runs, and the page after
	 * it goes on from there.
	 * @param filter which ones
	 * @param below only those with a lower number, such as {@link RunPage#next()} of the
	 * page before
	 * @param limit how many at most, between 1 and {@value #LISTED}
	 * @throws IllegalArgumentException if the limit is another number
	 */
	public RunPage list(RunFilter filter, OptionalLong below, int limit) {
		return this.table.list(filter, below, checked(limit));
	}

	/**
	 * Runs that were written later than another, oldest first. Nodes write side by side,
	 * so one with a lower number can come after one with a higher number.
	 * @param filter which ones
	 * @param above only those with a higher number
	 * @param limit how many at most, between 1 and {@value #LISTED}
	 * @throws IllegalArgumentException if the limit is another number
	 */
	public List<StoredRun> listAbove(RunFilter filter, long above, int limit) {
		return this.table.above(filter, above, checked(limit));
	}

	private static int checked(int limit) {
		if (limit < 1 || limit > LISTED) {
			throw new IllegalArgumentException("Between 1 and " + LISTED + " runs are listed, and not " + limit);
		}
		return limit;
	}

	/**
	 * How long runs of a workflow took: the newest {@value #TIMED} of those that began at
	 * a time or later, so that it takes a short time however many there are. It is empty
	 * if there was none.
	 * @param trigger the identifier of the trigger
	 * @param workflow the identifier of the workflow
	 */
	public Optional<RunTimes> times(String trigger, String workflow, Instant from) {
		return this.table.times(trigger, workflow, from, TIMED);
	}

	/**
	 * How many runs began in each of some slots of time, for each trigger and workflow.
	 * There is nothing for a slot without runs.
	 * @param from the begin of the first slot
	 * @param slot the length of a slot
	 * @param count the number of slots, at most {@value #SLOTS}
	 */
	public List<RunSlot> slots(Instant from, Duration slot, int count) {
		if (slot.toSeconds() < 1 || count < 1 || count > SLOTS) {
			throw new IllegalArgumentException("There are 1 to %d slots of at least a second".formatted(SLOTS));
		}
		return this.table.slots(from, slot, count);
	}

	/** The number of the run that was written last, or 0 if there is none. */
	public long newest() {
		return this.table.newest();
	}

	/** A run without the values of its claims. */
	public Optional<RunRecord> find(String runId) {
		return this.table.find(runId);
	}

	/**
	 * The values of the claims of a run, or empty if there is no such run, or its values
	 * were not kept.
	 * @throws EncryptionException if the key is gone with which they were encrypted, or
	 * they were changed
	 */
	public Optional<RunValues> values(String runId) {
		return this.table.values(runId);
	}

	/**
	 * Gives all that there is of a user's runs, oldest first.
	 * @param user the identifier of the user
	 * @param runs takes one run after the other
	 * @return the number of runs
	 * @throws EncryptionException if the key is gone with which values were encrypted, or
	 * they were changed
	 */
	public long export(String user, Consumer<RunRecord> runs) {
		long count = 0;
		long above = 0;
		List<RunTable.Numbered> page;
		do {
			page = this.table.export(user, above, BATCH);
			for (RunTable.Numbered run : page) {
				runs.accept(run.run());
				above = run.number();
				count++;
			}
		}
		while (page.size() == BATCH);
		return count;
	}

	/**
	 * Removes all that there is of a user's runs. Those that wait to be written are not
	 * there yet.
	 * @param user the identifier of the user
	 * @return the number of runs that were removed
	 */
	public long remove(String user) {
		long removed = 0;
		int batch;
		do {
			batch = this.table.remove(user, BATCH);
			removed += batch;
		}
		while (batch == BATCH);
		return removed;
	}

}
