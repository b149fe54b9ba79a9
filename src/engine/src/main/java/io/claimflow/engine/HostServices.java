package io.claimflow.engine;

import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.claimflow.EventSuppliers;
import io.claimflow.VariableSource;
import io.claimflow.Localization;
import io.claimflow.SecureFetchKeys;
import io.claimflow.cache.InMemoryTokenStore;
import io.claimflow.cache.InMemoryValueStore;
import io.claimflow.cache.TokenCache;
import io.claimflow.cache.ValueLimits;
import io.claimflow.cache.ValueStore;
import io.claimflow.fetch.FetchHandler;

/**
 * What bindings take from the host.
 *
 * @param variables the variables that are at hand
 * @param remoteVariables the variables that have to be looked up, if there are any
 * @param secureFetchKeys the keys of workflows, which have to be looked up
 * @param lookups looks them up
 * @param localization the texts
 * @param fetcher what makes calls to other systems, if workflows may make any
 * @param tokens the tokens that runs share
 * @param values the values that the runs of a workflow share
 * @param valueLimits the limits of those
 * @param suppliers who supplies the fields of events
 * @param clock by which values expire
 */
record HostServices(VariableSource variables, Optional<VariableSource> remoteVariables, SecureFetchKeys secureFetchKeys,
		BlockingLookups lookups, Localization localization, Optional<FetchHandler> fetcher, TokenCache tokens,
		ValueStore values, ValueLimits valueLimits, EventSuppliers suppliers, Clock clock) {

	private static final BlockingLookups LOOKUPS = new BlockingLookups(1, UnaryOperator.identity());

	/** No variables, no keys, no texts, no calls, and tokens of nobody else. */
	static final HostServices NONE = alone((name) -> Optional.empty());

	/** Variables, and nothing else that anybody has, or could get. */
	static HostServices alone(VariableSource variables) {
		return new HostServices(variables, Optional.empty(), (workflow) -> Optional.empty(), LOOKUPS,
				() -> (key) -> Optional.empty(), Optional.empty(),
				new TokenCache(new InMemoryTokenStore(), Clock.systemUTC()),
				new InMemoryValueStore(ValueLimits.DEFAULT, Clock.systemUTC()), ValueLimits.DEFAULT,
				(trigger, field) -> Optional.empty(), Clock.systemUTC());
	}

}
