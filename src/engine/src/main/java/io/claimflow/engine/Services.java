package io.claimflow.engine;

import java.util.Optional;

import io.claimflow.Environment;
import io.claimflow.Localization;
import io.claimflow.fetch.Fetcher;

/**
 * What bindings take from the host.
 *
 * @param environment the variables
 * @param localization the texts
 * @param fetcher what makes calls to other systems, if workflows may make any
 */
record Services(Environment environment, Localization localization, Optional<Fetcher> fetcher) {

	/** No variables, no texts, no calls. */
	static final Services NONE = new Services((name) -> Optional.empty(), (key) -> Optional.empty(), Optional.empty());

}
