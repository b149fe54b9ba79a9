package io.claimflow.spring.jdbc;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

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
