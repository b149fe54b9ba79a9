package io.claimflow.spring.console.runs;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import io.claimflow.management.ManagedUser;
import io.claimflow.management.UserManagement;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Finds clients and users of this server.
 *
 * @param registered the clients, or null if they are not known
 * @param managed the users as management calls know them, or null if none do
 * @param details the users as sign-ins know them, or null if none do
 */
record KnownParties(@Nullable RegisteredClientRepository registered, @Nullable UserManagement managed,
		@Nullable UserDetailsService details) {

	/** The client with an identifier. */
	Optional<Client> client(String id) {
		return Optional.ofNullable(this.registered)
			.map((clients) -> clients.findByClientId(id))
			.map((client) -> new Client(client.getClientId(), new LinkedHashSet<>(client.getScopes()),
					redirect(client)));
	}

	private static Optional<String> redirect(RegisteredClient client) {
		return client.getRedirectUris().stream().sorted().findFirst();
	}

	/** The user with an identifier, an email address or a name for the sign-in. */
	Optional<User> user(String name) {
		UserManagement managed = this.managed;
		Optional<ManagedUser> known = (managed != null) ? managed.find(name).or(() -> managed.findByEmail(name))
				: Optional.empty();
		return known.map((user) -> new User(user.id(), Optional.ofNullable(user.profile().email())))
			.or(() -> signedInAs(name));
	}

	private Optional<User> signedInAs(String name) {
		try {
			return Optional.ofNullable(this.details)
				.map((users) -> users.loadUserByUsername(name))
				.map((user) -> new User(user.getUsername(), Optional.empty()));
		}
		catch (UsernameNotFoundException ex) {
			return Optional.empty();
		}
	}

	/**
	 * A client.
	 *
	 * @param id its identifier
	 * @param scopes the scopes that it is registered for
	 * @param redirect one of its redirect URIs
	 */
	record Client(String id, Set<String> scopes, Optional<String> redirect) {

	}

	/**
	 * A user.
	 *
	 * @param id the identifier that events have
	 * @param email the email address, if it is known
	 */
	record User(String id, Optional<String> email) {

	}

}
