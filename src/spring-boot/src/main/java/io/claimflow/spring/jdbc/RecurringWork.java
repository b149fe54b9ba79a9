package io.claimflow.spring.jdbc;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code claimflow_work}: work that comes back, and that one node at a time
 * does. Every time is that of the database's clock, as those of the nodes differ. A node
 * that is gone keeps the others waiting until its time is over.
 * <p>
 * It throws a {@link org.springframework.dao.DataAccessException} if the database does
 * not do what it is asked.
 */
public final class RecurringWork {

	private final JdbcClient jdbc;

	/** Creates the accessor of the table. */
	public RecurringWork(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/** Reads a row, which is there from the first taker on. */
	public Optional<WorkLease> find(String name) {
		OffsetDateTime now = now();
		return this.jdbc.sql("select holder, held_until, due_at, state from claimflow_work where name = ?")
			.param(name)
			.query((result, row) -> new WorkLease(name, result.getString("holder"),
					result.getObject("held_until", OffsetDateTime.class),
					result.getObject("due_at", OffsetDateTime.class), now, result.getString("state")))
			.optional();
	}

	/**
	 * Lets a node do work that is due, unless another one does.
	 * @param time how long it may take
	 * @return the lease; empty if it is not due, or is another node's
	 */
	public Optional<WorkLease> take(String name, String holder, Duration time) {
		OffsetDateTime now = now();
		OffsetDateTime until = later(now, time);
		boolean mine = this.jdbc.sql(
				"update claimflow_work set holder = ?, held_until = ? where name = ? and held_until <= ? and due_at <= ?")
			.params(holder, until, name, now, now)
			.update() > 0 || insert(name, holder, until, now);
		return mine ? find(name).filter((lease) -> lease.holder().equals(holder) && lease.heldUntil().isEqual(until))
				: Optional.empty();
	}

	private boolean insert(String name, String holder, OffsetDateTime until, OffsetDateTime now) {
		if (find(name).isPresent()) {
			return false;
		}
		try {
			this.jdbc
				.sql("insert into claimflow_work (name, holder, held_until, due_at, state) values (?, ?, ?, ?, '')")
				.params(name, holder, until, now)
				.update();
			return true;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	/**
	 * Ends the time of a node.
	 * @param lease what it took
	 * @param rest for how long nobody takes it, also if the work is due
	 * @param pause after which the work is due again, unless somebody has hastened it
	 * meanwhile
	 * @param state what the next holder is to know
	 * @return whether the node still had it
	 */
	public boolean release(WorkLease lease, Duration rest, Duration pause, String state) {
		OffsetDateTime now = now();
		return this.jdbc
			.sql("""
					update claimflow_work set held_until = ?, due_at = case when due_at = ? then ? else due_at end, state = ?
					where name = ? and holder = ? and held_until = ?
					""")
			.params(later(now, rest), lease.dueAt(), later(now, pause), state, lease.name(), lease.holder(),
					lease.heldUntil())
			.update() > 0;
	}

	/** Makes work due now, also if somebody is doing it. */
	public void hasten(String name) {
		this.jdbc.sql("update claimflow_work set due_at = ? where name = ?").params(now(), name).update();
	}

	private OffsetDateTime now() {
		return this.jdbc.sql("select current_timestamp")
			.query(OffsetDateTime.class)
			.single()
			.truncatedTo(ChronoUnit.MICROS);
	}

	private static OffsetDateTime later(OffsetDateTime now, Duration time) {
		return now.plus(time).truncatedTo(ChronoUnit.MICROS);
	}

}
