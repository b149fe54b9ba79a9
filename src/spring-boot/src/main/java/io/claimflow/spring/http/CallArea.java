package io.claimflow.spring.http;

import java.util.List;
import java.util.Set;

/**
 * A bean of this type says which calls below {@code /claimflow} there are, and who may
 * make them.
 *
 * @param property what the names of its properties begin with, without a dot at its end
 * @param paths the patterns of its paths
 * @param scopes the scopes that its calls need
 * @param clients the clients of this server whose tokens may have these scopes
 * @param users the users whose tokens may have them, if people can log in
 * @param issuers other issuers whose tokens are taken
 */
public record CallArea(String property, List<String> paths, List<String> scopes, Set<String> clients, Set<String> users,
		List<TrustedIssuer> issuers) {

	public CallArea {
		paths = List.copyOf(paths);
		scopes = List.copyOf(scopes);
		clients = Set.copyOf(clients);
		users = Set.copyOf(users);
		issuers = List.copyOf(issuers);
	}

}
