package io.claimflow.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import io.claimflow.cache.InMemoryTokenStore;
import io.claimflow.cache.InMemoryValueStore;
import io.claimflow.cache.TokenStore;
import io.claimflow.cache.ValueLimits;
import io.claimflow.cache.ValueStore;

/**
 * The caches that the runs of one test share: tokens and values of {@code kinde.cache}.
 * They are empty at first.
 */
public final class TestCaches {

	private final TokenStore tokens = new InMemoryTokenStore();

	private final SteppedClock clock = new SteppedClock();

	private final ValueStore values = new InMemoryValueStore(ValueLimits.DEFAULT, this.clock);

	TokenStore tokens() {
		return this.tokens;
	}

	/** The values as they are at a time. */
	ValueStore values(Clock now) {
		this.clock.now = now;
		return this.values;
	}

	/** The clock of the run that began last. */
	private static final class SteppedClock extends Clock {

		private volatile Clock now = Clock.systemUTC();

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this.now.withZone(zone);
		}

		@Override
		public Instant instant() {
			return this.now.instant();
		}

	}

}
