package io.claimflow.spring.management;

import java.util.List;
import java.util.Set;

/**
 * How the management calls are answered.
 *
 * @param clients the identifiers of the clients that get tokens for them
 * @param threads the number of threads that answer what workflows ask of their own server
 * @param requestBytes the size of a request's body
 * @param valueLength the number of characters of a value, such as a name or a property
 * @param properties the number of properties that a user, application or organization can
 * have
 * @param userAuthorities the authorities of users that are created
 */
public record ApiSettings(Set<String> clients, int threads, int requestBytes, int valueLength, int properties,
		List<String> userAuthorities) {

	public ApiSettings {
		clients = Set.copyOf(clients);
		userAuthorities = List.copyOf(userAuthorities);
	}

}
