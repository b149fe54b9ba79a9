package io.claimflow.spring.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Nodes that start at once on an empty database.
 */
class SharedSchemaTests {

	private static final int NODES = 8;

	private static SharedSchemaInitializer initializer(DataSource database, String script) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setMode(DatabaseInitializationMode.ALWAYS);
		settings.setSchemaLocations(List.of(script));
		return new SharedSchemaInitializer(database, settings);
	}

	@RepeatedTest(3)
	void allOfThemStart() throws Exception {
		DataSource database = Database.POSTGRESQL.bare();
		CyclicBarrier together = new CyclicBarrier(NODES);
		ExecutorService nodes = Executors.newFixedThreadPool(NODES);
		try {
			List<Callable<Boolean>> starts = IntStream.range(0, NODES).<Callable<Boolean>>mapToObj((node) -> () -> {
				together.await();
				Database.POSTGRESQL.upgrade(database);
				return true;
			}).toList();
			for (Future<Boolean> start : nodes.invokeAll(starts)) {
				assertThat(start.get()).isTrue();
			}
		}
		finally {
			nodes.shutdownNow();
		}
		assertThat(JdbcClient.create(database)
			.sql("select count(*) from information_schema.tables where table_name like 'claimflow%'")
			.query(Integer.class)
			.single()).isGreaterThanOrEqualTo(14);
	}

	@Test
	void aNodeWaitsForLongerThanAStatementMay() throws Exception {
		DataSource database = Database.POSTGRESQL.bare();
		DataSource hurried = new DelegatingDataSource(database) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				JdbcClient.create(new SingleConnectionDataSource(connection, true))
					.sql("set statement_timeout = '1s'")
					.update();
				return connection;
			}

		};
		ExecutorService nodes = Executors.newSingleThreadExecutor();
		try (Connection first = database.getConnection()) {
			first.setAutoCommit(false);
			JdbcClient.create(new SingleConnectionDataSource(first, true))
				.sql("select pg_advisory_xact_lock(?)")
				.param(SharedSchemaInitializer.LOCK)
				.query((row) -> {
				});
			Future<Boolean> start = nodes
				.submit(() -> initializer(hurried, "classpath:io/claimflow/spring/jdbc/schema-postgresql.sql")
					.initializeDatabase());
			await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(30)).until(() -> !start.isDone());

			first.rollback();

			assertThat(start.get(1, TimeUnit.MINUTES)).isTrue();
		}
		finally {
			nodes.shutdownNow();
		}
	}

	@Test
	void aScriptThatFailsLeavesNothingAndHoldsNobodyUp() throws Exception {
		DataSource database = Database.POSTGRESQL.bare();
		assertThatException()
			.isThrownBy(() -> initializer(database, "classpath:io/claimflow/spring/jdbc/half-a-schema.sql")
				.initializeDatabase());
		assertThat(JdbcClient.create(database)
			.sql("select count(*) from information_schema.tables where table_name = 'half'")
			.query(Integer.class)
			.single()).isZero();
		assertThat(
				initializer(database, "classpath:io/claimflow/spring/jdbc/schema-postgresql.sql").initializeDatabase())
			.isTrue();
	}

}
