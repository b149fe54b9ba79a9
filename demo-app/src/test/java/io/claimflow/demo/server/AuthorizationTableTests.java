package io.claimflow.demo.server;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of authorizations once it has many rows: no request reads all of it, and what
 * has expired leaves it.
 */
@ParameterizedClass
@ValueSource(strings = { "h2", "postgresql" })
class AuthorizationTableTests {

	private static final RegisteredClient CLIENT = RegisteredClient.withId("client")
		.clientId("client")
		.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
		.build();

	@Parameter
	private String database;

	private @Nullable EmbeddedPostgres postgres;

	private JdbcClient jdbc;

	private final List<String> plans = new ArrayList<>();

	private Authorizations authorizations;

	@BeforeEach
	void start() throws IOException {
		DataSource dataSource = dataSource();
		new ResourceDatabasePopulator(new ClassPathResource("schema.sql"),
				new ClassPathResource("indexes-" + this.database + ".sql"))
			.execute(dataSource);
		this.jdbc = JdbcClient.create(dataSource);
		this.authorizations = new Authorizations(new ExplainingTemplate(dataSource),
				new InMemoryRegisteredClientRepository(CLIENT),
				new TransactionTemplate(new JdbcTransactionManager(dataSource)), Duration.ZERO);
	}

	private DataSource dataSource() throws IOException {
		if (this.database.equals("h2")) {
			return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
		}
		this.postgres = EmbeddedPostgres.start();
		return this.postgres.getPostgresDatabase();
	}

	@AfterEach
	void stop() throws IOException {
		if (this.postgres != null) {
			this.postgres.close();
		}
		else {
			this.jdbc.sql("shutdown").update();
		}
	}

	private void fill(int rows) {
		String numbers = this.database.equals("h2") ? "select x from system_range(1, %d)"
				: "select x from generate_series(1, %d) x";
		this.jdbc
			.sql("insert into oauth2_authorization (id, registered_client_id, principal_name,"
					+ " authorization_grant_type, access_token_value, access_token_expires_at, created_at)"
					+ " select concat('row ', x), 'client', concat('user ', x), 'client_credentials',"
					+ " concat('token ', x), cast(:expiry as timestamp with time zone),"
					+ " cast(:expiry as timestamp with time zone) from (" + numbers.formatted(rows) + ") numbers")
			.param("expiry", hoursAgo(2))
			.update();
		this.jdbc.sql("analyze").update();
	}

	private static OffsetDateTime hoursAgo(int hours) {
		return OffsetDateTime.now(ZoneOffset.UTC).minusHours(hours);
	}

	private static OAuth2Authorization authorization(String name, Instant accessExpiry, Instant refreshExpiry) {
		Instant issuedAt = Instant.now().minus(Duration.ofHours(4));
		return OAuth2Authorization.withRegisteredClient(CLIENT)
			.id(name)
			.principalName("ada@example.com")
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.accessToken(new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, name + "'s access token", issuedAt,
					accessExpiry))
			.refreshToken(new OAuth2RefreshToken(name + "'s refresh token", issuedAt, refreshExpiry))
			.build();
	}

	@Test
	void noLookUpReadsTheWholeTable() {
		fill(20_000);
		Instant soon = Instant.now().plusSeconds(300);
		this.authorizations.save(authorization("here", soon, soon));
		List<@Nullable OAuth2TokenType> types = new ArrayList<>();
		types.add(null);
		Stream.of("access_token", "refresh_token", "id_token", "code", "state", "user_code", "device_code")
			.map(OAuth2TokenType::new)
			.forEach(types::add);
		for (OAuth2TokenType type : types) {
			assertThat(this.authorizations.findByToken("nobody's", type)).isNull();
		}
		assertThat(this.authorizations.findByToken("here's access token", null)).isNotNull();
		assertThat(this.authorizations.findByToken("here's refresh token", null)).isNotNull();
		assertThat(this.authorizations.findById("here")).isNotNull();
		assertThat(this.plans).hasSizeGreaterThanOrEqualTo(types.size())
			.allSatisfy((plan) -> assertThat(plan).containsPattern("(?i)_by_|PRIMARY_KEY|_pkey")
				.doesNotContain("Seq Scan", "tableScan"));
	}

	@Test
	void whatHasExpiredAnHourAgoIsDeletedAndNothingElse() {
		fill(2_500);
		Instant now = Instant.now();
		this.authorizations
			.save(authorization("expired", now.minus(Duration.ofHours(3)), now.minus(Duration.ofHours(2))));
		this.authorizations
			.save(authorization("expired lately", now.minus(Duration.ofHours(3)), now.minusSeconds(600)));
		this.authorizations.save(authorization("refreshable", now.minus(Duration.ofHours(3)), now.plusSeconds(600)));
		this.authorizations.save(authorization("live", now.plusSeconds(600), now.minus(Duration.ofHours(2))));
		this.authorizations.save(waitingForConsent("old"));
		this.authorizations.save(waitingForConsent("new"));
		this.jdbc.sql("update oauth2_authorization set created_at = :then where id <> 'new'")
			.param("then", hoursAgo(3))
			.update();
		this.jdbc
			.sql("insert into rotated_refresh_token (token_hash, authorization_id) values ('a', 'expired'),"
					+ " ('b', 'refreshable')")
			.update();
		this.jdbc.sql("insert into users (username, password, enabled) values ('ada@example.com', 'x', true)").update();
		this.jdbc
			.sql("insert into password_reset (token_hash, username, expires_at) values"
					+ " ('old', 'ada@example.com', :past), ('new', 'ada@example.com', :future)")
			.params(Map.of("past", hoursAgo(1), "future", hoursAgo(-1)))
			.update();

		new Purge(this.jdbc).purge();

		assertThat(texts("select id from oauth2_authorization")).containsExactlyInAnyOrder("expired lately",
				"refreshable", "live", "new");
		assertThat(texts("select token_hash from rotated_refresh_token")).containsExactly("b");
		assertThat(texts("select token_hash from password_reset")).containsExactly("new");
	}

	private static OAuth2Authorization waitingForConsent(String name) {
		return OAuth2Authorization.withRegisteredClient(CLIENT)
			.id(name)
			.principalName("ada@example.com")
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.attribute("state", name)
			.build();
	}

	private List<String> texts(String sql) {
		return this.jdbc.sql(sql).query(String.class).list();
	}

	/** Asks, before each query, how the database is going to answer it. */
	private final class ExplainingTemplate extends JdbcTemplate {

		ExplainingTemplate(DataSource dataSource) {
			super(dataSource);
		}

		@Override
		public <T> List<T> query(String sql, @Nullable PreparedStatementSetter setter, RowMapper<T> mapper) {
			if (sql.contains("oauth2_authorization")) {
				AuthorizationTableTests.this.plans
					.add(String.join("\n", super.query("explain " + sql, setter, (row, number) -> row.getString(1))));
			}
			return super.query(sql, setter, mapper);
		}

	}

}
