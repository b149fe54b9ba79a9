package io.claimflow.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

import io.claimflow.Localization;
import io.claimflow.SecureFetchKeys;
import io.claimflow.VariableSource;
import io.claimflow.cache.InMemoryTokenStore;
import io.claimflow.cache.InMemoryValueStore;
import io.claimflow.cache.TokenCache;
import io.claimflow.cache.TokenStore;
import io.claimflow.cache.ValueLimits;
import io.claimflow.cache.ValueStore;
import io.claimflow.engine.realm.Fixed;
import io.claimflow.fetch.FetchHandler;
import org.jspecify.annotations.Nullable;

/**
 * What one run takes from its host in place of what the engine has: variables, calls,
 * caches, texts, and a time that stands still.
 */
public final class DryRun {

	private final VariableSource variables;

	private final SecureFetchKeys secureFetchKeys;

	private final Localization localization;

	private final Optional<FetchHandler> fetcher;

	private final TokenStore tokens;

	private final ValueStore values;

	private final ValueLimits valueLimits;

	private final Clock clock;

	private final Fixed fixed;

	private final boolean fallingBack;

	private DryRun(Builder builder) {
		this.variables = builder.variables;
		this.secureFetchKeys = builder.secureFetchKeys;
		this.localization = builder.localization;
		this.fetcher = Optional.ofNullable(builder.fetcher);
		Optional<Instant> time = Optional.ofNullable(builder.time);
		this.clock = time.map((instant) -> Clock.fixed(instant, ZoneOffset.UTC)).orElseGet(Clock::systemUTC);
		this.tokens = builder.tokens;
		this.valueLimits = builder.valueLimits;
		this.values = Objects.requireNonNullElseGet(builder.values,
				() -> new InMemoryValueStore(this.valueLimits, this.clock));
		this.fixed = new Fixed(time, builder.seed);
		this.fallingBack = builder.fallingBack;
	}

	/** Begins with no variables, no texts, no calls, empty caches and the real time. */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * What the run takes from its host.
	 * @param engine what runs take that are not dry
	 */
	HostServices services(HostServices engine) {
		if (!this.fallingBack) {
			return services(engine, this.variables, Optional.empty(), this.secureFetchKeys, this.localization);
		}
		return services(engine, (name) -> this.variables.get(name).or(() -> engine.variables().get(name)),
				engine.remoteVariables(),
				(workflow) -> this.secureFetchKeys.active(workflow).or(() -> engine.secureFetchKeys().active(workflow)),
				() -> {
					Localization.Texts own = this.localization.texts();
					Localization.Texts others = engine.localization().texts();
					return (key) -> own.get(key).or(() -> others.get(key));
				});
	}

	private HostServices services(HostServices engine, VariableSource variables, Optional<VariableSource> remote,
			SecureFetchKeys keys, Localization texts) {
		return new HostServices(variables, remote, keys, engine.lookups(), texts, this.fetcher,
				new TokenCache(this.tokens, this.clock), this.values, this.valueLimits, engine.suppliers(), this.clock);
	}

	Fixed fixed() {
		return this.fixed;
	}

	/** Builds what a run is given. */
	public static final class Builder {

		private VariableSource variables = (name) -> Optional.empty();

		private SecureFetchKeys secureFetchKeys = (workflow) -> Optional.empty();

		private Localization localization = () -> (key) -> Optional.empty();

		private @Nullable FetchHandler fetcher;

		private TokenStore tokens = new InMemoryTokenStore();

		private @Nullable ValueStore values;

		private ValueLimits valueLimits = ValueLimits.DEFAULT;

		private @Nullable Instant time;

		private OptionalLong seed = OptionalLong.empty();

		private boolean fallingBack;

		private Builder() {
		}

		/** The variables of {@code kinde.env}. */
		public Builder variables(VariableSource variables) {
			this.variables = variables;
			return this;
		}

		/** The keys of {@code kinde.secureFetch}. */
		public Builder secureFetchKeys(SecureFetchKeys secureFetchKeys) {
			this.secureFetchKeys = secureFetchKeys;
			return this;
		}

		/** The texts of {@code kinde.localization}. */
		public Builder localization(Localization localization) {
			this.localization = localization;
			return this;
		}

		/** What answers the calls. Without it, the run can make none. */
		public Builder fetcher(FetchHandler fetcher) {
			this.fetcher = fetcher;
			return this;
		}

		/** The tokens of {@code kinde.cache}. */
		public Builder tokens(TokenStore tokens) {
			this.tokens = tokens;
			return this;
		}

		/** The values of {@code kinde.cache}. */
		public Builder values(ValueStore values) {
			this.values = values;
			return this;
		}

		/** The limits of those. */
		public Builder valueLimits(ValueLimits valueLimits) {
			this.valueLimits = valueLimits;
			return this;
		}

		/**
		 * The time at which every clock of the run stands. Its deadline and its timers
		 * keep the real time.
		 */
		public Builder time(Instant time) {
			this.time = time;
			return this;
		}

		/**
		 * Lets {@code Math.random}, {@code crypto.getRandomValues} and
		 * {@code crypto.randomUUID} give the same each time.
		 */
		public Builder seed(long seed) {
			this.seed = OptionalLong.of(seed);
			return this;
		}

		/**
		 * Lets the run have the variables, keys and texts of the engine where it is given
		 * none.
		 */
		public Builder fallBackOnEngine() {
			this.fallingBack = true;
			return this;
		}

		public DryRun build() {
			return new DryRun(this);
		}

	}

}
