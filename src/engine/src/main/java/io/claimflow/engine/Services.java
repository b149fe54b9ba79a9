package io.claimflow.engine;

import java.time.Clock;
import java.util.Optional;

import io.claimflow.Environment;
import io.claimflow.Localization;
import io.claimflow.cache.InMemoryTokenStore;
import io.claimflow.cache.TokenCache;
import io.claimflow.fetch.Fetcher;

/**
 * What bindings take from the host.
 *
 * @param environment the variables that are at hand
 * @param lookups the variables that are elsewhere, if any are
 * @param localization the texts
 * @param fetcher what makes calls to other systems, if workflows may make any
 * @param tokens the tokens that runs share
 */
record Services(Environment environment, Optional<Lookups> lookups, Localization localization,
		Optional<Fetcher> fetcher, TokenCache tokens) {

	/** No variables, no texts, no calls, and tokens of nobody else. */
	static final Services NONE = new Services((name) -> Optional.empty(), Optional.empty(),
			() -> (key) -> Optional.empty(), Optional.empty(),
			new TokenCache(new InMemoryTokenStore(), Clock.systemUTC()));

}
