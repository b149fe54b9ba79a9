package io.claimflow.cache;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link TokenCache}.
 */
class TokenCacheTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final TokenStore store = new InMemoryTokenStore();

	private final TokenCache cache = at(0);

	/** The cache of another server, some seconds later. */
	private TokenCache at(long seconds) {
		return new TokenCache(this.store, Clock.fixed(START.plusSeconds(seconds), ZoneOffset.UTC));
	}

	private static String jwt(long seconds) {
		return TestJwts.expiringAt(START.plusSeconds(seconds), "a");
	}

	private static TokenCache.Refresh begin(TokenCache cache) {
		return cache.find("key", true, PATIENCE).refresh().orElseThrow();
	}

	private void complete(TokenCache.Refresh refresh, String token) throws InvalidTokenException {
		refresh.complete(this.cache.check(token, Optional.empty()));
	}

	private static Optional<String> token(TokenCache.Lookup lookup) {
		return lookup.token().map(StoredToken::value);
	}

	private static CompletableFuture<Void> wait(TokenCache cache) {
		TokenCache.Lookup lookup = cache.find("key", true, PATIENCE);
		assertThat(lookup.token()).isEmpty();
		assertThat(lookup.refresh()).isEmpty();
		return lookup.other().orElseThrow();
	}

	@Test
	void oneCallerFetchesWhatIsMissingAndTheOthersWait() throws Exception {
		TokenCache.Refresh refresh = begin(this.cache);
		CompletableFuture<Void> waiting = wait(this.cache);
		CompletableFuture<Void> gone = wait(this.cache);
		gone.cancel(true);
		assertThat(waiting).isNotDone();
		complete(refresh, jwt(3600));
		assertThat(waiting).isCompleted();
		TokenCache.Lookup lookup = this.cache.find("key", true, PATIENCE);
		assertThat(token(lookup)).contains(jwt(3600));
		assertThat(lookup.refresh()).isEmpty();
		assertThat(this.cache.find("other", true, PATIENCE).token()).isEmpty();
	}

	@Test
	void aTokenThatIsAboutToExpireIsRenewedByOneAndUsedByTheOthers() throws Exception {
		complete(begin(this.cache), jwt(100));
		assertThat(at(39).find("key", true, PATIENCE).refresh()).isEmpty();
		TokenCache late = at(40);
		TokenCache.Lookup first = late.find("key", true, PATIENCE);
		TokenCache.Lookup second = late.find("key", true, PATIENCE);
		assertThat(first.refresh()).isPresent();
		assertThat(token(first)).contains(jwt(100));
		assertThat(token(second)).contains(jwt(100));
		assertThat(second.refresh()).isEmpty();
		assertThat(second.other()).isEmpty();
		complete(first.refresh().orElseThrow(), jwt(200));
		assertThat(token(late.find("key", true, PATIENCE))).contains(jwt(200));
	}

	@Test
	void aTokenThatMightExpireOnItsWayIsNotUsed() throws Exception {
		complete(begin(this.cache), jwt(100));
		assertThat(at(69).find("key", false, PATIENCE).token()).isPresent();
		assertThat(at(70).find("key", false, PATIENCE).token()).isEmpty();
		assertThat(at(70).find("key", true, PATIENCE).token()).isEmpty();
	}

	@Test
	void aFailureReachesThoseWhoWaitAndNobodyLater() throws Exception {
		TokenCache.Refresh refresh = begin(this.cache);
		CompletableFuture<Void> waiting = wait(this.cache);
		refresh.fail("no network");
		assertThat(waiting).isCompletedExceptionally();
		assertThat(waiting.handle((nothing, failure) -> failure).get()).hasRootCauseInstanceOf(RefreshException.class)
			.hasRootCauseMessage("no network");
		complete(begin(this.cache), jwt(3600));
	}

	@Test
	void anAbandonedRefreshIsLeftToThoseWhoWait() {
		TokenCache.Refresh refresh = begin(this.cache);
		CompletableFuture<Void> waiting = wait(this.cache);
		refresh.abandon();
		assertThat(waiting).isCompleted();
		TokenCache.Refresh next = begin(this.cache);
		refresh.fail("too late");
		assertThat(wait(this.cache)).isNotDone();
		next.abandon();
	}

	@Test
	void aRefreshThatNobodyEndsIsLeftToThoseWhoWait() throws Exception {
		assertThat(this.cache.find("key", true, Duration.ofMillis(1)).refresh()).isPresent();
		while (this.cache.find("key", true, PATIENCE).other().isPresent()) {
			this.cache.find("key", false, PATIENCE).other().ifPresent(CompletableFuture::join);
		}
		assertThat(wait(this.cache)).isNotDone();
	}

	@Test
	void whoCannotRefreshWaitsForThoseWhoDo() throws Exception {
		assertThat(this.cache.find("key", false, PATIENCE).other()).isEmpty();
		TokenCache.Refresh refresh = begin(this.cache);
		assertThat(this.cache.find("key", false, PATIENCE).other()).isPresent();
		complete(refresh, jwt(3600));
		assertThat(this.cache.find("key", false, PATIENCE).token()).isPresent();
	}

	@Test
	void aStoreThatFailsHoldsNobodyUp() throws Exception {
		AtomicInteger looks = new AtomicInteger();
		TokenCache cache = new TokenCache(new TokenStore() {

			/** Fails when a caller looks for the second time, as the one to refresh. */
			@Override
			public Optional<StoredToken> find(String key) {
				if (looks.incrementAndGet() == 2) {
					throw new IllegalStateException("broken");
				}
				return Optional.empty();
			}

			@Override
			public void save(String key, StoredToken token) {
				throw new IllegalStateException("broken");
			}

		}, Clock.fixed(START, ZoneOffset.UTC));
		assertThatIllegalStateException().isThrownBy(() -> cache.find("key", true, PATIENCE));
		TokenCache.Refresh refresh = begin(cache);
		CompletableFuture<Void> waiting = wait(cache);
		assertThatIllegalStateException().isThrownBy(() -> complete(refresh, jwt(3600)));
		assertThat(waiting).isCompleted();
	}

	static Stream<Arguments> invalid() {
		String header = "{\"alg\":\"HS256\"}";
		return Stream.of(Arguments.of("opaque", "is not a signed JWT"), Arguments.of("", "is not a signed JWT"),
				Arguments.of("a.b.c", "is not a signed JWT"),
				Arguments.of("\"" + jwt(3600) + "\"", "is not a signed JWT"),
				Arguments.of(jwt(3600) + "\n", "is not a signed JWT"),
				Arguments.of(jwt(3600).replaceFirst("[^.]+$", ""), "is not a signed JWT"),
				Arguments.of(TestJwts.signed("[]", "{}"), "is not a signed JWT"),
				Arguments.of(TestJwts.signed(header, "5"), "is not a signed JWT"),
				Arguments.of(TestJwts.signed(header, "{"), "is not a signed JWT"),
				Arguments.of(TestJwts.signed("{}"), "has no claim exp"),
				Arguments.of(TestJwts.signed("{\"exp\":\"tomorrow\"}"), "has no claim exp"),
				Arguments.of(jwt(-30), "has expired already"),
				Arguments.of(TestJwts.signed("{\"exp\":9999999999,\"a\":\"%s\"}".formatted("x".repeat(16_384))),
						"characters, more than the 16384 that are allowed"));
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void whatIsNoValidTokenIsRefused(String token, String reason) {
		assertThatExceptionOfType(InvalidTokenException.class)
			.isThrownBy(() -> this.cache.check(token, Optional.empty()))
			.withMessageContaining(reason)
			.withNoCause();
	}

	@Test
	void aTokenThatExpiredByTheDifferenceOfTheClocksIsTaken() {
		assertThatNoException().isThrownBy(() -> this.cache.check(jwt(-29), Optional.empty()));
	}

	@Test
	void aTokenThatNeverExpiresIsTaken() throws Exception {
		assertThat(this.cache.check(TestJwts.signed("{\"exp\":1e300}"), Optional.empty()).expiresAt())
			.isEqualTo("9999-12-31T23:59:59Z");
	}

	@Test
	void aTokenOfTheLargestSizeIsTaken() {
		String small = TestJwts.signed("{\"exp\":9999999999,\"a\":\"\"}");
		String token = small;
		for (int i = 0; token.length() < StoredToken.MAXIMUM_LENGTH; i++) {
			token = TestJwts.signed("{\"exp\":9999999999,\"a\":\"%s\"}".formatted("x".repeat(i)));
			i += Math.max(0, (StoredToken.MAXIMUM_LENGTH - token.length()) * 3 / 4 - 4);
		}
		assertThat(token).hasSize(StoredToken.MAXIMUM_LENGTH);
		String largest = token;
		assertThatNoException().isThrownBy(() -> this.cache.check(largest, Optional.empty()));
	}

	@Test
	void aSignatureIsCheckedWithTheKeyThatIsGiven() throws Exception {
		String message = "is not signed with HS256 and the key of its validation";
		String none = TestJwts.signed("{\"alg\":\"none\"}", "{\"exp\":9999999999}");
		for (String[] attempt : new String[][] { { jwt(3600), "another key" }, { jwt(3600), "" },
				{ none, TestJwts.KEY }, { jwt(3600).replaceFirst("[^.]+$", "AAAA"), TestJwts.KEY } }) {
			assertThatExceptionOfType(InvalidTokenException.class)
				.isThrownBy(() -> this.cache.check(attempt[0], Optional.of(attempt[1])))
				.withMessage(message);
		}
		this.cache.check(jwt(3600), Optional.of(TestJwts.KEY));
	}

	@Test
	void aTokenThatAnotherServerRenewsIsUsedMeanwhile() throws InvalidTokenException {
		complete(begin(this.cache), jwt(100));
		CompletableFuture<Void> elsewhere = new CompletableFuture<>();
		TokenStore shared = new TokenStore() {

			@Override
			public Optional<StoredToken> find(String key) {
				return TokenCacheTests.this.store.find(key);
			}

			@Override
			public void save(String key, StoredToken token) {
				TokenCacheTests.this.store.save(key, token);
			}

			@Override
			public boolean mayFetch(String key, Duration time) {
				return false;
			}

			@Override
			public CompletableFuture<Void> fetchedElsewhere(String key, Duration patience) {
				return elsewhere;
			}

		};
		TokenCache other = new TokenCache(shared, Clock.fixed(START.plusSeconds(50), ZoneOffset.UTC));
		TokenCache.Lookup due = other.find("key", true, PATIENCE);
		assertThat(token(due)).contains(jwt(100));
		assertThat(due.refresh()).isEmpty();
		assertThat(at(50).find("key", true, PATIENCE).refresh()).isPresent();
		TokenCache late = new TokenCache(shared, Clock.fixed(START.plusSeconds(80), ZoneOffset.UTC));
		CompletableFuture<Void> waiting = wait(late);
		assertThat(waiting).as("too old to use").isNotDone();
		elsewhere.complete(null);
		assertThat(waiting).isCompleted();
	}

	@Test
	void whoAsksByAnotherKeyHoldsNobodyUp() throws Exception {
		begin(this.cache).forward();
		TokenCache.Refresh one = begin(this.cache);
		TokenCache.Refresh other = begin(this.cache);
		one.forward();
		complete(other, jwt(3600));
		assertThat(token(this.cache.find("key", true, PATIENCE))).contains(jwt(3600));
	}

}
