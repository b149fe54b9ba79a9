package io.claimflow.spring.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code claimflow_lease}: work that one node does at a time. The clock is that
 * of the database, and a lease ends by itself, so a node that is killed holds up nobody
 * for long.
 */
public final class Leases {

	private final JdbcClient jdbc;

	/** Creates the accessor of the table. */
	public Leases(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Lets this node do something, unless another one does it.
	 * @param name the name of the work
	 * @param time how long no other node may begin with it
	 * @return whether this node may
	 */
	public boolean take(String name, Duration time) {
		OffsetDateTime now = this.jdbc.sql("select current_timestamp").query(OffsetDateTime.class).single();
		OffsetDateTime until = now.plus(time);
		if (this.jdbc.sql("update claimflow_lease set held_until = ? where name = ? and held_until < ?")
			.params(until, name, now)
			.update() > 0) {
			return true;
		}
		if (this.jdbc.sql("select count(*) from claimflow_lease where name = ?")
			.param(name)
			.query(Integer.class)
			.single() > 0) {
			return false;
		}
		try {
			this.jdbc.sql("insert into claimflow_lease (name, held_until) values (?, ?)").params(name, until).update();
			return true;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	/** Lets another node begin before the time is over. */
	public void giveBack(String name) {
		this.jdbc.sql("update claimflow_lease set held_until = ? where name = ?")
			.params(Instant.EPOCH.atOffset(ZoneOffset.UTC), name)
			.update();
	}

}
