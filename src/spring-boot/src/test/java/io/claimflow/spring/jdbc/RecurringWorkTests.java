package io.claimflow.spring.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for work that one node at a time does.
 */
class RecurringWorkTests {

	private static final Duration LONG = Duration.ofHours(1);

	private static RecurringWork work(Database database) {
		return new RecurringWork(JdbcClient.create(database.fresh()));
	}

	@ParameterizedTest
	@EnumSource
	void oneOfManyNodesDoesTheWork(Database database) throws Exception {
		RecurringWork leases = work(database);
		ExecutorService nodes = Executors.newFixedThreadPool(4);
		try {
			List<Callable<Optional<WorkLease>>> tries = IntStream.range(0, 8)
				.<Callable<Optional<WorkLease>>>mapToObj((node) -> () -> leases.take("work", "node" + node, LONG))
				.toList();
			int taken = 0;
			for (Future<Optional<WorkLease>> result : nodes.invokeAll(tries)) {
				taken += result.get().isPresent() ? 1 : 0;
			}
			assertThat(taken).isEqualTo(1);
		}
		finally {
			nodes.shutdownNow();
		}
	}

	@ParameterizedTest
	@EnumSource
	void theNextOneBeginsWithWhatTheLastOneLeft(Database database) {
		RecurringWork leases = work(database);
		WorkLease first = leases.take("work", "a", LONG).orElseThrow();
		assertThat(first.state()).isEmpty();
		assertThat(leases.take("work", "b", LONG)).isEmpty();
		assertThat(leases.release(first, Duration.ZERO, Duration.ZERO, "half")).isTrue();
		assertThat(leases.take("work", "b", LONG)).map(WorkLease::state).contains("half");
	}

	@ParameterizedTest
	@EnumSource
	void workIsNotDueForAPauseUnlessSomebodyHastensIt(Database database) {
		RecurringWork leases = work(database);
		WorkLease first = leases.take("work", "a", LONG).orElseThrow();
		leases.release(first, Duration.ZERO, LONG, "");
		assertThat(leases.take("work", "b", LONG)).isEmpty();
		assertThat(leases.find("work").orElseThrow().pause()).isBetween(LONG.minusMinutes(1), LONG);
		leases.hasten("work");
		WorkLease second = leases.take("work", "b", LONG).orElseThrow();
		// Whoever hastens while it is done wants it done again.
		leases.hasten("work");
		leases.release(second, Duration.ZERO, LONG, "");
		assertThat(leases.take("work", "a", LONG)).isPresent();
	}

	@ParameterizedTest
	@EnumSource
	void hastenedWorkStillRests(Database database) {
		RecurringWork leases = work(database);
		leases.release(leases.take("work", "a", LONG).orElseThrow(), LONG, LONG, "");
		leases.hasten("work");
		assertThat(leases.take("work", "a", LONG)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void aNodeThatIsGoneKeepsOthersWaitingForItsTimeOnly(Database database) {
		RecurringWork leases = work(database);
		WorkLease gone = leases.take("work", "a", Duration.ZERO).orElseThrow();
		assertThat(leases.take("work", "b", LONG)).isPresent();
		assertThat(leases.release(gone, Duration.ZERO, Duration.ZERO, "late")).isFalse();
		assertThat(leases.find("work").orElseThrow().state()).isEmpty();
	}

}
