package io.claimflow.spring.deployment.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import javax.sql.DataSource;

import io.claimflow.spring.deployment.Preview;
import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.jdbc.RecurringWork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for nodes whose clock differs from that of the database.
 */
class SkewedClockTests {

	private static final Duration PREVIEWED = Duration.ofMinutes(10);

	private final DataSource source = Database.H2.fresh();

	/** A node that sees the database's clock so far from its own. */
	private StoreNode node(Duration skew) {
		return new StoreNode(new Skewed(this.source, skew), Database.keys("k1", Database.KEY));
	}

	@ParameterizedTest
	@ValueSource(longs = { -60, 60 })
	void theDatabaseSaysWhatTimeItIs(long minutes) {
		Duration skew = Duration.ofMinutes(minutes);
		StoreNode node = node(skew);
		long one = node.push("one t");
		node.store.makeLive(one, Change.by("ann", "because"));
		long two = node.push("two t");
		Instant then = Instant.now().plus(skew);
		assertThat(node.store.find(two).orElseThrow().pushedAt()).isCloseTo(then, within(PREVIEWED));
		assertThat(node.store.live().changedAt()).isCloseTo(then, within(PREVIEWED));

		node.database.nodes().report("a", OptionalLong.of(one), 1, null);
		assertThat(node.store.nodes()).singleElement().satisfies((status) -> assertThat(status.gone()).isFalse());

		Preview preview = node.store.preview(two, "client", Optional.empty(), Optional.of(PREVIEWED), "ann", "")
			.preview();
		PreviewTokens tokens = tokens(node);
		assertThat(tokens.isOver(preview)).isFalse();
		assertThat(tokens(node(skew.plus(PREVIEWED))).isOver(preview)).isTrue();
	}

	private static PreviewTokens tokens(StoreNode node) {
		return new PreviewTokens(Database.keys("k1", Database.KEY), node.database.deployments(),
				node.database.previews());
	}

	@ParameterizedTest
	@ValueSource(longs = { -60, 60 })
	void theDatabaseSaysHowLongANodeHasForItsWork(long minutes) {
		Duration skew = Duration.ofMinutes(minutes);
		RecurringWork work = new RecurringWork(JdbcClient.create(new Skewed(this.source, skew)));
		assertThat(work.take("look", "a", PREVIEWED)).isPresent();
		assertThat(work.take("look", "b", PREVIEWED)).isEmpty();
		RecurringWork later = new RecurringWork(JdbcClient.create(new Skewed(this.source, skew.plus(PREVIEWED))));
		assertThat(later.take("look", "b", PREVIEWED)).isPresent();
	}

	/** A database whose clock is so far from this machine's. */
	private static final class Skewed extends DelegatingDataSource {

		private final Duration skew;

		Skewed(DataSource source, Duration skew) {
			super(source);
			this.skew = skew;
		}

		@Override
		public Connection getConnection() throws java.sql.SQLException {
			Connection connection = super.getConnection();
			return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
					new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
						Object[] skewed = arguments;
						if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
							skewed = arguments.clone();
							skewed[0] = sql.replace("current_timestamp",
									"dateadd(second, %d, current_timestamp)".formatted(this.skew.toSeconds()));
						}
						try {
							return method.invoke(connection, skewed);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					});
		}

	}

}
