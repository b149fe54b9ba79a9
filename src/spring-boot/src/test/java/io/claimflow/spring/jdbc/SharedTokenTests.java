package io.claimflow.spring.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.claimflow.cache.StoredToken;
import io.claimflow.cache.TokenCache;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for tokens that nodes share.
 */
class SharedTokenTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final AtomicInteger issued = new AtomicInteger();

	private HttpServer issuer;

	@BeforeEach
	void start() throws IOException {
		this.issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.issuer.createContext("/oauth2/token", (exchange) -> {
			byte[] body = "{\"access_token\":\"%s\"}".formatted(jwt(this.issued.incrementAndGet()))
				.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.issuer.start();
	}

	@AfterEach
	void stop() {
		this.issuer.stop(0);
	}

	private static String jwt(int number) {
		try {
			SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256),
					new JWTClaimsSet.Builder().jwtID("token " + number)
						.expirationTime(Date.from(Instant.now().plusSeconds(3600)))
						.build());
			jwt.sign(new MACSigner("a key of tests, which is no secret"));
			return jwt.serialize();
		}
		catch (com.nimbusds.jose.JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private AuthServer.Builder node(String url) {
		int port = this.issuer.getAddress().getPort();
		return AuthServer.builder()
			.m2m("""
					const token = await (globalThis as any).kinde.cache.jwtToken("shared", { onMissingOrExpired: () =>
					  (globalThis as any).kinde.fetch("http://127.0.0.1:%d/oauth2/token", { method: "POST",
					    body: "grant_type=client_credentials" }).json.access_token });
					m2mTokenClaims<any>().jti_of_token = JSON.parse(atob(token.split(".")[1])).jti;
					""".formatted(port))
			.property("claimflow.fetch.allow", "127.0.0.1")
			.property("claimflow.fetch.timeout", "20s")
			.property("claimflow.jdbc.initialize-schema", "always")
			.property("claimflow.encryption.keys.k1", Database.KEY)
			.property("spring.datasource.url", url);
	}

	private static Object token(AuthServer node) {
		return node.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims().get("jti_of_token");
	}

	@Test
	void nodesOverOneDatabaseShareAToken() {
		String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
		try (AuthServer one = node(url).start(); AuthServer other = node(url).start()) {
			assertThat(token(one)).isEqualTo("token 1");
			assertThat(token(other)).isEqualTo("token 1");
			assertThat(token(one)).isEqualTo("token 1");
			assertThat(this.issued).hasValue(1);
		}
	}

	@Test
	void aDatabaseThatIsAwayBreaksNoRun() throws Exception {
		Server database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
		String url = "jdbc:h2:tcp://localhost:" + database.getPort() + "/mem:" + UUID.randomUUID()
				+ ";DB_CLOSE_DELAY=-1";
		try (AuthServer node = node(url).start()) {
			database.stop();
			assertThat(token(node)).isEqualTo("token 1");
			assertThat(token(node)).isEqualTo("token 1");
		}
		finally {
			database.stop();
		}
	}

	@Test
	void aDatabaseThatIsBackIsAskedAgainThoughTheClockHasGoneBack() throws Exception {
		Server database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
		int port = database.getPort();
		String url = "jdbc:h2:tcp://localhost:" + port + "/mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
		DataSource dataSource = new DriverManagerDataSource(url);
		new ResourceDatabasePopulator(new ClassPathResource("io/claimflow/spring/jdbc/schema-h2.sql"))
			.execute(dataSource);
		TokenTable table = new TokenTable(JdbcClient.create(dataSource), Database.keys("k1", Database.KEY));
		Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
		StoredToken token = new StoredToken("shared", now.plusSeconds(7200));
		table.save("key", token);
		AtomicReference<Instant> clock = new AtomicReference<>(now);
		AtomicLong nanos = new AtomicLong();
		try (SharedTokenStore node = new SharedTokenStore(table, clock(clock), nanos::get, PATIENCE)) {
			database.stop();
			assertThat(node.find("key")).isEmpty();
			database = Server.createTcpServer("-tcpPort", String.valueOf(port)).start();
			clock.set(now.minusSeconds(3600));
			assertThat(node.find("key")).as("so soon").isEmpty();
			nanos.addAndGet(Duration.ofSeconds(10).toNanos());
			assertThat(node.find("key")).contains(token);
		}
		finally {
			database.stop();
		}
	}

	private static Clock clock(AtomicReference<Instant> now) {
		return new Clock() {

			@Override
			public ZoneId getZone() {
				return ZoneOffset.UTC;
			}

			@Override
			public Clock withZone(ZoneId zone) {
				return this;
			}

			@Override
			public Instant instant() {
				return now.get();
			}

		};
	}

	@Test
	void aTokenThatAnotherNodeHasRenewedIsFoundInTime() {
		TokenTable table = new TokenTable(JdbcClient.create(Database.H2.empty()), Database.keys("k1", Database.KEY));
		Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
		StoredToken due = new StoredToken("due", now.plusSeconds(80));
		StoredToken renewed = new StoredToken("renewed", now.plusSeconds(3600));
		try (SharedTokenStore one = new SharedTokenStore(table, Clock.systemUTC());
				SharedTokenStore other = new SharedTokenStore(table, Clock.systemUTC())) {
			one.save("key", due);
			assertThat(other.find("key")).contains(due);
			other.save("key", renewed);
			assertThat(one.find("key")).contains(renewed);
			table.save("key", new StoredToken("later", now.plus(Duration.ofDays(1))));
			assertThat(one.find("key")).as("without asking the database").contains(renewed);
			assertThat(one.find("none")).isEqualTo(Optional.empty());
		}
	}

	/** Another node of the same database. */
	private static SharedTokenStore node(Database database) {
		return new SharedTokenStore(
				new TokenTable(JdbcClient.create(database.pooled()), Database.keys("k1", Database.KEY)),
				Clock.systemUTC(), System::nanoTime, PATIENCE);
	}

	private static TokenCache cache(SharedTokenStore node) {
		return new TokenCache(node, Clock.systemUTC());
	}

	private static CompletableFuture<Void> waiting(TokenCache cache) {
		TokenCache.Lookup lookup = cache.find("key", true, PATIENCE);
		assertThat(lookup.token()).isEmpty();
		assertThat(lookup.refresh()).isEmpty();
		return lookup.other().orElseThrow();
	}

	/** A token would only be there for all when the first one's time is over. */
	private static void await(CompletableFuture<Void> waiting) throws Exception {
		waiting.get(PATIENCE.toSeconds() / 2, TimeUnit.SECONDS);
	}

	@ParameterizedTest
	@EnumSource
	void aTokenThatNobodyHasIsFetchedByOneNodeAndTheOthersWait(Database database) throws Exception {
		database.empty();
		try (SharedTokenStore first = node(database); SharedTokenStore second = node(database)) {
			TokenCache one = cache(first);
			TokenCache other = cache(second);
			TokenCache.Refresh refresh = one.find("key", true, PATIENCE).refresh().orElseThrow();
			CompletableFuture<Void> waiting = waiting(other);
			CompletableFuture<Void> alsoWaiting = waiting(other);
			assertThat(waiting).isNotDone();
			StoredToken token = one.check(jwt(1), Optional.empty());
			refresh.complete(token);
			await(waiting);
			await(alsoWaiting);
			assertThat(other.find("key", true, PATIENCE).token()).contains(token);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aNodeThatFailsLeavesTheTokenToAnotherOneAtOnce(Database database) throws Exception {
		database.empty();
		try (SharedTokenStore first = node(database);
				SharedTokenStore second = node(database);
				SharedTokenStore third = node(database)) {
			TokenCache.Refresh refresh = cache(first).find("key", true, PATIENCE).refresh().orElseThrow();
			TokenCache other = cache(second);
			CompletableFuture<Void> waiting = waiting(other);
			refresh.fail("no network");
			await(waiting);
			TokenCache.Refresh next = other.find("key", true, PATIENCE).refresh().orElseThrow();
			refresh.abandon();
			assertThat(waiting(cache(third))).isNotDone();
			next.abandon();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aNodeThatIsGoneLeavesTheTokenToAnotherOneWhenItsTimeIsOver(Database database) {
		database.empty();
		try (SharedTokenStore first = node(database); SharedTokenStore second = node(database)) {
			assertThat(first.mayFetch("key", Duration.ofMillis(200))).isTrue();
			TokenCache other = cache(second);
			Optional<TokenCache.Refresh> refresh = Optional.empty();
			while (refresh.isEmpty()) {
				TokenCache.Lookup lookup = other.find("key", true, PATIENCE);
				lookup.other().ifPresent(CompletableFuture::join);
				refresh = lookup.refresh();
			}
			refresh.get().abandon();
		}
	}

	/** A killed node holds what it fetches, and says nothing any more. */
	@ParameterizedTest
	@EnumSource
	@Timeout(60)
	void aNodeThatIsKilledKeepsTheRunsOfOthersWaitingForLessThanTheirTime(Database database) {
		database.empty();
		Duration run = Duration.ofSeconds(20);
		try (SharedTokenStore killed = node(database); SharedTokenStore second = node(database)) {
			assertThat(killed.mayFetch("key", Duration.ofMinutes(1))).isTrue();
			killed.close();
			TokenCache other = cache(second);
			long start = System.nanoTime();
			TokenCache.Lookup lookup = other.find("key", true, run);
			while (lookup.refresh().isEmpty()) {
				lookup.other().orElseThrow().join();
				lookup = other.find("key", true, run);
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(run.dividedBy(2));
			lookup.refresh().get().abandon();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Timeout(60)
	void aNodeThatTakesItsTimeIsWaitedFor(Database database) throws Exception {
		database.empty();
		try (SharedTokenStore slow = node(database); SharedTokenStore second = node(database)) {
			TokenCache one = cache(slow);
			TokenCache.Refresh refresh = one.find("key", true, PATIENCE).refresh().orElseThrow();
			CompletableFuture<Void> waiting = waiting(cache(second));
			assertThat(waiting.copy()
				.completeOnTimeout(null, 4, TimeUnit.SECONDS)
				.thenApply((end) -> waiting.isDone())
				.get()).isFalse();
			StoredToken token = one.check(jwt(1), Optional.empty());
			refresh.complete(token);
			await(waiting);
			assertThat(second.find("key")).contains(token);
		}
	}

	/** A run that was cancelled gives nothing back, and its names are its own. */
	@Test
	@Timeout(60)
	void aNodeForgetsWhatItNeverCameToFetch() {
		Database.H2.empty();
		try (SharedTokenStore node = node(Database.H2)) {
			for (int i = 0; i < 20; i++) {
				assertThat(node.mayFetch("key" + i, Duration.ofMillis(20))).isTrue();
			}
			while (node.leases() > 0 && !Thread.currentThread().isInterrupted()) {
				Thread.onSpinWait();
			}
			assertThat(node.leases()).isZero();
		}
	}

	@Test
	void manyRunsOfANodeThatAskAtATimeAllHaveAnAnswer() throws Exception {
		Database.H2.empty();
		ExecutorService runs = Executors.newFixedThreadPool(64);
		try (SharedTokenStore first = node(Database.H2); SharedTokenStore second = node(Database.H2)) {
			StoredToken token = new StoredToken("token", Instant.now().plusSeconds(80).truncatedTo(ChronoUnit.SECONDS));
			first.save("key", token);
			assertThat(runs.invokeAll(Collections.nCopies(64, () -> second.find("key"))))
				.allSatisfy((answer) -> assertThat(answer.get()).isEqualTo(Optional.of(token)));
		}
		finally {
			runs.shutdownNow();
		}
	}

}
