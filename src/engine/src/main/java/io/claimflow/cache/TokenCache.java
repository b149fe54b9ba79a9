package io.claimflow.cache;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Tokens that runs share. Of all callers that miss the same token, one fetches it and the
 * others wait; while a token is about to expire, one renews it and the others use it. So
 * it is on other servers too, if the store sees to it. Safe for use by many threads.
 */
public final class TokenCache {

	/**
	 * How far clocks may differ, and how long before its end a token is too old to send.
	 */
	static final Duration SKEW = Duration.ofSeconds(30);

	/** How long before its end a token is renewed. */
	static final Duration RENEWAL = Duration.ofSeconds(60);

	private final TokenStore store;

	private final Clock clock;

	private final ConcurrentMap<String, Refresh> refreshes = new ConcurrentHashMap<>();

	/** Keys of which nobody keeps a token: those who fetch it ask by another key. */
	private final Set<String> forwarded = Collections.synchronizedSet(Collections.newSetFromMap(new RecentlyUsed()));

	/** Creates a cache over a store, which several servers may share. */
	public TokenCache(TokenStore store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	/**
	 * Looks for a token.
	 * @param key the digest of what the token is asked for
	 * @param canRefresh whether the caller can fetch a token. If it is told to, it must
	 * end the refresh whatever happens: others wait for it
	 * @param patience how long others wait for the caller if it does not
	 */
	public Lookup find(String key, boolean canRefresh, Duration patience) {
		if (canRefresh && this.forwarded.contains(key)) {
			return new Lookup(Optional.empty(), new Refresh(key), null);
		}
		Optional<StoredToken> token = usable(key);
		if (token.isPresent() && !(canRefresh && isDue(token.get()))) {
			return new Lookup(token, null, null);
		}
		if (!canRefresh) {
			return new Lookup(Optional.empty(), null, this.refreshes.get(key));
		}
		Refresh refresh = new Refresh(key);
		Refresh other = this.refreshes.putIfAbsent(key, refresh);
		if (other != null) {
			return new Lookup(token, null, token.isPresent() ? null : other);
		}
		return first(refresh, patience);
	}

	/**
	 * The first of this server. It looks again: another refresh may have ended, here or
	 * on another server, since the caller looked.
	 */
	private Lookup first(Refresh refresh, Duration patience) {
		boolean pending = false;
		try {
			boolean mayFetch = this.store.mayFetch(refresh.key, patience);
			Optional<StoredToken> token = usable(refresh.key);
			if (token.isPresent() && !(mayFetch && isDue(token.get()))) {
				return new Lookup(token, null, null);
			}
			refresh.endWith(mayFetch
					? new CompletableFuture<Void>().completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS)
					: this.store.fetchedElsewhere(refresh.key, patience));
			pending = true;
			return new Lookup(token, mayFetch ? refresh : null, mayFetch ? null : refresh);
		}
		finally {
			if (!pending) {
				refresh.abandon();
			}
		}
	}

	/**
	 * Checks a token that a server has just issued.
	 * @param token the token
	 * @param hmacKey the key with which it must be signed with HS256, if that is to be
	 * checked
	 * @throws InvalidTokenException if it is not a JWT, or has expired, or is signed
	 * otherwise
	 */
	public StoredToken check(String token, Optional<String> hmacKey) throws InvalidTokenException {
		Jwt jwt = Jwt.parse(token);
		Instant expiresAt = jwt.expiresAt()
			.orElseThrow(() -> new InvalidTokenException("has no claim exp, which says when it expires"));
		if (!this.clock.instant().isBefore(expiresAt.plus(SKEW))) {
			throw new InvalidTokenException("has expired already; compare the clocks of the servers");
		}
		if (hmacKey.isPresent() && !jwt.isSignedWith(hmacKey.get())) {
			throw new InvalidTokenException("is not signed with HS256 and the key of its validation");
		}
		return new StoredToken(token, expiresAt);
	}

	private Optional<StoredToken> usable(String key) {
		return this.store.find(key).filter((token) -> this.clock.instant().isBefore(token.expiresAt().minus(SKEW)));
	}

	private boolean isDue(StoredToken token) {
		return !this.clock.instant().isBefore(token.expiresAt().minus(RENEWAL));
	}

	/**
	 * What a caller may do: use a token, refresh it, or wait for one who does.
	 */
	public static final class Lookup {

		private final Optional<StoredToken> token;

		private final @Nullable Refresh refresh;

		private final @Nullable Refresh other;

		private Lookup(Optional<StoredToken> token, @Nullable Refresh refresh, @Nullable Refresh other) {
			this.token = token;
			this.refresh = refresh;
			this.other = other;
		}

		/** A token that is valid for some time yet. */
		public Optional<StoredToken> token() {
			return this.token;
		}

		/** The refresh that the caller has to make. */
		public Optional<Refresh> refresh() {
			return Optional.ofNullable(this.refresh);
		}

		/**
		 * The end of the refresh that another caller makes. Look again then; the failure
		 * of the refresh is a {@link RefreshException}. Cancelling it has no effect on
		 * others.
		 */
		public Optional<CompletableFuture<Void>> other() {
			return Optional.ofNullable(this.other).map((refresh) -> refresh.end.copy());
		}

	}

	/** A token on its way, fetched by one caller. The first end counts. */
	public final class Refresh {

		private final String key;

		private final CompletableFuture<Void> end = new CompletableFuture<>();

		private Refresh(String key) {
			this.key = key;
		}

		/**
		 * Ends when another server has fetched the token, or when the time is over: the
		 * thread of a caller may hang where nothing can stop it.
		 */
		private void endWith(CompletableFuture<Void> other) {
			this.end.whenComplete((nothing, failure) -> other.cancel(false));
			other.whenComplete((nothing, failure) -> {
				TokenCache.this.refreshes.remove(this.key, this);
				this.end.complete(null);
			});
		}

		/** Keeps the token for all who want it. */
		public void complete(StoredToken token) {
			TokenCache.this.forwarded.remove(this.key);
			try {
				TokenCache.this.store.save(this.key, token);
			}
			finally {
				abandon();
			}
		}

		/**
		 * Fails for all who wait for it.
		 * @param message why, without anything secret
		 */
		public void fail(String message) {
			try {
				giveUp();
			}
			finally {
				this.end.completeExceptionally(new RefreshException(message));
			}
		}

		/** Leaves it to one of those who wait for it. */
		public void abandon() {
			try {
				giveUp();
			}
			finally {
				this.end.complete(null);
			}
		}

		/**
		 * Leaves it to those who wait for it, as the caller asks by another key. From now
		 * on all who can fetch a token of this key do so, without a look and without
		 * waiting.
		 */
		public void forward() {
			TokenCache.this.forwarded.add(this.key);
			abandon();
		}

		/** Before those who wait look again. */
		private void giveUp() {
			if (TokenCache.this.refreshes.remove(this.key, this)) {
				TokenCache.this.store.giveUp(this.key);
			}
		}

	}

	/** A bounded memory, which forgets what was unused for the longest time. */
	private static final class RecentlyUsed extends LinkedHashMap<String, Boolean> {

		private static final long serialVersionUID = 1L;

		RecentlyUsed() {
			super(16, 0.75f, true);
		}

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > InMemoryTokenStore.MAXIMUM;
		}

	}

}
