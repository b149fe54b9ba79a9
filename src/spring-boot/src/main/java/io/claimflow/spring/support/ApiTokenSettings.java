package io.claimflow.spring.support;

import java.util.Set;

/**
 * The access tokens for the management calls of this server. No workflow runs for them,
 * as it is workflows that ask for them.
 *
 * @param audience the one audience of such a token
 * @param clients the identifiers of the clients that may ask for one
 * @param scopes the scopes that one can have
 */
public record ApiTokenSettings(String audience, Set<String> clients, Set<String> scopes) {

	public ApiTokenSettings {
		clients = Set.copyOf(clients);
		scopes = Set.copyOf(scopes);
	}

}
