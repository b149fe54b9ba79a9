package io.claimflow.spring.runlog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.claimflow.Effect;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.encryption.KeyRing;
import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.jdbc.RecurringWork;
import io.claimflow.spring.jdbc.WorkLease;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** How long rows stay, and what other keys mean for them. */
class RunTableTests {

	private static RunTable table(DataSource source, KeyRing keys) {
		return new RunTable(new JdbcTemplate(source), new TransactionTemplate(new DataSourceTransactionManager(source)),
				keys, new UserCodes(keys, RunLogProperties.Users.HASH), new RunJson(32 * 1024));
	}

	private static List<RunRecord> runs(KeyRing keys, int runs, Instant time) {
		RunLogProperties properties = TestRuns.properties(Map.of("claimflow.runs.values", "all"));
		RunRecords records = new RunRecords("node", new UserCodes(keys, properties.users()), properties,
				new RunJson(32 * 1024));
		return IntStream.range(0, runs)
			.mapToObj(
					(i) -> records.of(
							new RunCapture(
									TestRuns.run(Trigger.USER_TOKENS_GENERATION, Outcome.Status.COMPLETED, "ada",
											new Effect.SetClaim(TokenType.ACCESS_TOKEN, "plan", "pro")),
									time, null, null)))
			.toList();
	}

	private static long count(DataSource source) {
		return JdbcClient.create(source).sql("select count(*) from claimflow_run").query(Long.class).single();
	}

	@ParameterizedTest
	@EnumSource
	void whatIsTooOldOrTooManyIsRemovedByOneNode(Database database) {
		DataSource source = database.fresh();
		KeyRing keys = Database.keys("k1", Database.KEY);
		RunTable table = table(source, keys);
		table.insert(runs(keys, 1200, Instant.now().minus(Duration.ofDays(8))));
		table.insert(runs(keys, 1300, Instant.now()));
		RunLogProperties properties = TestRuns
			.properties(Map.of("claimflow.runs.keep-rows", "1250", "claimflow.runs.purge-interval", "100ms"));
		RecurringWork work = new RecurringWork(JdbcClient.create(source));
		RunPurge purge = new RunPurge(table, work, "a", properties);
		RunPurge other = new RunPurge(table, work, "b", properties);
		purge.start();
		other.start();
		try {
			await().until(() -> count(source) == 1250);
		}
		finally {
			purge.stop();
			other.stop();
		}
		assertThat(work.find("runs")).map(WorkLease::holder).isPresent();
		assertThat(table.list(RunFilter.ALL, OptionalLong.empty(), 200).runs()).hasSize(200)
			.allSatisfy((run) -> assertThat(run.summary().startedAt()).isAfter(Instant.now().minusSeconds(3600)));
	}

	@ParameterizedTest
	@EnumSource
	void whereFewRunsAreMeantAPageGoesThroughABoundedNumberOfThem(Database database) {
		DataSource source = database.fresh();
		KeyRing keys = Database.keys("k1", Database.KEY);
		RunTable table = table(source, keys);
		Instant start = Instant.now().minus(Duration.ofHours(1));
		table.insert(runs(keys, 2, start));
		JdbcClient jdbc = JdbcClient.create(source);
		// As if many runs had been between.
		jdbc.sql("alter table claimflow_run alter column number restart with " + 3 * RunTable.SEARCHED).update();
		table.insert(runs(keys, 1, Instant.now()));
		RunFilter claims = filter(Optional.empty(), Optional.empty());
		RunPage first = table.list(claims, OptionalLong.empty(), 10);
		assertThat(first.runs()).hasSize(1);
		assertThat(first.next()).hasValue(2 * RunTable.SEARCHED + 1);
		RunPage second = table.list(claims, first.next(), 10);
		assertThat(second.runs()).isEmpty();
		RunPage third = table.list(claims, second.next(), 10);
		assertThat(third.runs()).hasSize(2);
		assertThat(third.next()).isEmpty();
		assertThat(table.list(RunFilter.ofUser("ada"), OptionalLong.empty(), 10).runs()).hasSize(3);
		// A time is where the search begins, and where it ends.
		assertThat(table.list(filter(Optional.empty(), Optional.of(start.plusSeconds(1))), OptionalLong.empty(), 10)
			.runs()).hasSize(2);
		assertThat(table.list(filter(Optional.of(start.plus(Duration.ofMinutes(30))), Optional.empty()),
				OptionalLong.empty(), 10))
			.isEqualTo(new RunPage(first.runs(), OptionalLong.empty()));
	}

	private static RunFilter filter(Optional<Instant> from, Optional<Instant> to) {
		return new RunFilter(from, to, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
				Optional.empty(), OptionalLong.empty(), Optional.of("plan"));
	}

	@ParameterizedTest
	@EnumSource
	void whenKeysChangeUsersAreFoundAndValuesRead(Database database) {
		DataSource source = database.fresh();
		KeyRing old = Database.keys("k1", Database.KEY);
		table(source, old).insert(runs(old, 2, Instant.now()));
		KeyRing both = Database.keys("k1", Database.KEY, "k2", Database.OTHER_KEY);
		RunTable table = table(source, both);
		table.insert(runs(both, 1, Instant.now()));
		RunStore store = new RunStore(table);
		List<StoredRun> found = store.list(RunFilter.ofUser("ada"), OptionalLong.empty(), 10).runs();
		assertThat(found).hasSize(3);
		assertThat(table.renew()).isEqualTo(2);
		RunStore later = new RunStore(table(source, Database.keys("k2", Database.OTHER_KEY)));
		for (StoredRun run : found) {
			assertThat(later.values(run.summary().runId()).orElseThrow().after().get(TokenType.ACCESS_TOKEN))
				.containsEntry("plan", "pro");
		}
		assertThat(store.remove("ada")).isEqualTo(3);
		assertThat(count(source)).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void timesAreThoseOfTheNewestRunsOfAWorkflow(Database database) {
		DataSource source = database.fresh();
		KeyRing keys = Database.keys("k1", Database.KEY);
		RunTable table = table(source, keys);
		Instant time = Instant.parse("2026-11-30T12:05:00Z");
		table.insert(runs(keys, 100, time));
		JdbcClient jdbc = JdbcClient.create(source);
		jdbc.sql("update claimflow_run set duration_us = 1000 * number").update();
		RunStore store = new RunStore(table);
		String trigger = Trigger.USER_TOKENS_GENERATION.id();
		Instant from = time.minusSeconds(1);

		assertThat(store.times(trigger, "w", from))
			.hasValue(new RunTimes(100, Duration.ofNanos(50_500_000), Duration.ofNanos(99_010_000)));
		assertThat(store.times(trigger, "w", time)).isEmpty();
		assertThat(store.times(trigger, "other", from)).isEmpty();
		assertThat(store.times("m2m:token_generation", "w", from)).isEmpty();

		table.insert(runs(keys, RunStore.TIMED, time.plusSeconds(1)));
		jdbc.sql("update claimflow_run set duration_us = 7 where number > 100").update();
		assertThat(store.times(trigger, "w", from)).as("no older ones")
			.hasValue(new RunTimes(RunStore.TIMED, Duration.ofNanos(7_000), Duration.ofNanos(7_000)));
	}

	@ParameterizedTest
	@EnumSource
	void runsAreCountedByTriggerAndWorkflowAndSlotOfTime(Database database) {
		DataSource source = database.fresh();
		KeyRing keys = Database.keys("k1", Database.KEY);
		RunTable table = table(source, keys);
		Instant slot = Instant.parse("2026-11-30T12:05:00Z");
		table.insert(runs(keys, 5, slot.minusSeconds(1)));
		table.insert(runs(keys, 95, slot.plusSeconds(299)));
		table.insert(runs(keys, 7, slot.minus(Duration.ofDays(1))));
		JdbcClient jdbc = JdbcClient.create(source);
		jdbc.sql("update claimflow_run set status = case when number <= 2 then 'FAILED'"
				+ " when number <= 5 then 'DENIED' else status end")
			.update();
		RunStore store = new RunStore(table);

		assertThat(store.slots(slot.minus(Duration.ofHours(1)), Duration.ofMinutes(5), 13)).containsExactly(
				new RunSlot("user:tokens_generation", "w", slot.minus(Duration.ofMinutes(5)), 5, 2, 3),
				new RunSlot("user:tokens_generation", "w", slot, 95, 0, 0));
		assertThat(store.slots(slot.minus(Duration.ofMinutes(10)), Duration.ofMinutes(5), 2)).as("no further slot")
			.containsExactly(new RunSlot("user:tokens_generation", "w", slot.minus(Duration.ofMinutes(5)), 5, 2, 3));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> store.slots(slot, Duration.ofMinutes(5), RunStore.SLOTS + 1));
	}

}
