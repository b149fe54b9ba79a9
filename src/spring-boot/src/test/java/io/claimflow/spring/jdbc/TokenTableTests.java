package io.claimflow.spring.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.claimflow.cache.StoredToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the tokens in the database.
 */
@ParameterizedClass
@EnumSource
class TokenTableTests {

	private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

	private final JdbcClient jdbc;

	private final TokenTable table;

	TokenTableTests(Database database) {
		this.jdbc = JdbcClient.create(database.empty());
		this.table = new TokenTable(this.jdbc, Database.keys("k1", Database.KEY));
	}

	private static StoredToken token(String value, long seconds) {
		return new StoredToken(value, NOW.plusSeconds(seconds));
	}

	private int count() {
		return this.jdbc.sql("select count(*) from claimflow_token").query(Integer.class).single();
	}

	@Test
	void aTokenComesBackAndRestsEncrypted() {
		this.table.save("a", token("s3cret-token", 300));
		assertThat(this.table.find("a")).contains(token("s3cret-token", 300));
		assertThat(this.table.find("b")).isEmpty();
		assertThat(this.jdbc.sql("select content from claimflow_token").query(String.class).single()).startsWith("k1:")
			.doesNotContain("s3cret");
		this.table.save("a", token("newer", 600));
		assertThat(this.table.find("a")).contains(token("newer", 600));
		assertThat(count()).isEqualTo(1);
	}

	@Test
	void expiredTokensMakeRoom() {
		this.table.save("old", token("old", -1));
		this.table.save("new", token("new", 300));
		assertThat(this.table.find("old")).isEmpty();
		assertThat(count()).isEqualTo(1);
	}

	@Test
	void thereIsALimitOfTokens() {
		for (int part = 0; part < 10; part++) {
			int first = part * TokenTable.MAXIMUM / 10;
			this.jdbc.sql("insert into claimflow_token (id, content, expires_at, renewing_until) values " + IntStream
				.range(first, first + TokenTable.MAXIMUM / 10)
				.mapToObj(
						(i) -> "('t%d', 'x', timestamp with time zone '2099-01-02 00:%02d:%02d+00', current_timestamp)"
							.formatted(i, i / 60 % 60, i % 60))
				.collect(Collectors.joining(", "))).update();
		}
		this.table.save("one more", new StoredToken("one more", Instant.parse("2099-02-01T00:00:00Z")));
		assertThat(count()).isLessThanOrEqualTo(TokenTable.MAXIMUM);
		assertThat(this.table.find("one more")).isPresent();
		assertThat(this.jdbc.sql("select count(*) from claimflow_token where id = 't0'").query(Integer.class).single())
			.isZero();
	}

	@Test
	void oneNodeFetchesATokenAtATime() {
		Duration time = Duration.ofHours(1);
		OffsetDateTime first = this.table.lease("a", time).orElseThrow();
		assertThat(this.table.lease("a", time)).isEmpty();
		assertThat(this.table.isLeased("a")).isTrue();
		assertThat(this.table.find("a")).isEmpty();
		this.table.save("a", token("token", 300));
		assertThat(this.table.isLeased("a")).isFalse();
		OffsetDateTime renewal = this.table.lease("a", time).orElseThrow();
		assertThat(this.table.lease("a", time)).isEmpty();
		assertThat(this.table.find("a")).as("still valid").contains(token("token", 300));
		assertThat(this.table.release("a", first)).as("over").isZero();
		assertThat(this.table.isLeased("a")).isTrue();
		assertThat(this.table.release("a", renewal)).isOne();
		assertThat(this.table.lease("a", time)).isPresent();
		assertThat(this.table.lease("b", time)).isPresent();
	}

	@Test
	void aNodeThatDoesNotComeBackLeavesTheTokenToAnotherOne() {
		assertThat(this.table.lease("a", Duration.ZERO)).isPresent();
		assertThat(this.table.lease("a", Duration.ofHours(1))).isPresent();
		assertThat(this.table.lease("a", Duration.ofHours(1))).isEmpty();
	}

	@Test
	void aTokenThatHasExpiredIsFetchedByOneNodeWhateverElseIsSaved() {
		this.table.save("a", token("token", -300));
		assertThat(this.table.lease("a", Duration.ofHours(1))).isPresent();
		this.table.save("b", token("token", 300));
		assertThat(this.table.lease("a", Duration.ofHours(1))).isEmpty();
	}

	@Test
	void whatWasNeverFetchedMakesRoom() {
		this.table.lease("a", Duration.ZERO);
		this.table.save("b", token("token", 300));
		assertThat(count()).isEqualTo(1);
	}

	@Test
	void whatWasChangedInTheTableOrHasNoKeyAnyMoreIsNoToken() {
		this.table.save("a", token("token", 300));
		assertThat(new TokenTable(this.jdbc, Database.keys("k2", Database.OTHER_KEY)).find("a")).isEmpty();
		this.jdbc.sql("update claimflow_token set expires_at = timestamp with time zone '2030-01-01 00:00:00+00'")
			.update();
		assertThat(this.table.find("a")).isEmpty();
	}

}
