package io.claimflow.spring.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import io.claimflow.cache.ValueLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the values of workflows in the database.
 */
@ParameterizedClass
@EnumSource
class JdbcValueStoreTests {

	private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

	private static final ValueLimits LIMITS = new ValueLimits(3, 20, 10, Duration.ofDays(1));

	private final JdbcClient jdbc;

	JdbcValueStoreTests(Database database) {
		this.jdbc = JdbcClient.create(database.empty());
	}

	private JdbcValueStore node(Instant now) {
		return new JdbcValueStore(this.jdbc, Database.keys("k1", Database.KEY), LIMITS,
				Clock.fixed(now, ZoneOffset.UTC));
	}

	@Test
	void valueIsSharedByTheNodesAndRestsEncrypted() {
		node(NOW).save("plans", "a", "\"s3cret\"", NOW.plusSeconds(60));
		assertThat(node(NOW).find("plans", "a")).contains("\"s3cret\"");
		assertThat(node(NOW).find("other", "a")).isEmpty();
		assertThat(this.jdbc.sql("select content from claimflow_value").query(String.class).single()).startsWith("k1:")
			.doesNotContain("s3cret");
		node(NOW).save("plans", "a", "2", NOW.plusSeconds(60));
		assertThat(node(NOW).find("plans", "a")).contains("2");
		node(NOW).delete("plans", "a");
		assertThat(node(NOW).find("plans", "a")).isEmpty();
	}

	@Test
	void valueExpires() {
		node(NOW).save("plans", "a", "1", NOW.plusSeconds(60));
		assertThat(node(NOW.plusSeconds(59)).find("plans", "a")).contains("1");
		assertThat(node(NOW.plusSeconds(60)).find("plans", "a")).isEmpty();
	}

	@Test
	void valueOfAnotherWorkflowDoesNotDecrypt() {
		node(NOW).save("plans", "a", "1", NOW.plusSeconds(60));
		this.jdbc.sql("update claimflow_value set workflow_id = 'other'").update();
		assertThat(node(NOW).find("other", "a")).isEmpty();
	}

	@Test
	void expiredValuesMakeRoomAndThenThoseThatExpireSoonest() {
		JdbcValueStore node = node(NOW);
		node.save("plans", "old", "0", NOW.minusSeconds(1));
		node.save("plans", "a", "1", NOW.plusSeconds(10));
		node.save("plans", "b", "2", NOW.plusSeconds(30));
		node.save("plans", "c", "3", NOW.plusSeconds(20));
		assertThat(node.find("plans", "a")).contains("1");
		node.save("plans", "d", "4", NOW.plusSeconds(5));
		assertThat(node.find("plans", "a")).isEmpty();
		assertThat(node.find("plans", "c")).contains("3");
		assertThat(node.find("plans", "d")).contains("4");
		node.save("plans", "e", "\"12345678\"", NOW.plusSeconds(60));
		node.save("plans", "f", "\"12345678\"", NOW.plusSeconds(60));
		assertThat(node.find("plans", "b")).isEmpty();
		assertThat(node.find("plans", "f")).isPresent();
		node.save("others", "a", "1", NOW.plusSeconds(10));
		assertThat(node.find("plans", "f")).isPresent();
	}

}
