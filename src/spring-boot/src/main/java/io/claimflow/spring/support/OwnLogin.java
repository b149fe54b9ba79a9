package io.claimflow.spring.support;

import java.util.List;
import java.util.Set;

/**
 * A client by which people get tokens for calls that this server answers itself, with the
 * device grant (RFC 8628).
 *
 * @param client the identifier of the client, which gets no other tokens by that grant
 * @param permissions who may have which scopes
 */
public record OwnLogin(String client, List<Permission> permissions) {

	/** The claim that names the client of a token (RFC 9068, section 2.2). */
	public static final String CLIENT_ID = "client_id";

	public OwnLogin {
		permissions = List.copyOf(permissions);
	}

	/** Whether a user may have a scope. */
	public boolean permits(String user, String scope) {
		return this.permissions.stream()
			.anyMatch((permission) -> permission.scopes().contains(scope) && permission.users().contains(user));
	}

	/**
	 * A permission.
	 *
	 * @param users the names of the users, as they sign in
	 * @param scopes the scopes
	 * @param property the property that names the users
	 */
	public record Permission(Set<String> users, Set<String> scopes, String property) {

		public Permission {
			users = Set.copyOf(users);
			scopes = Set.copyOf(scopes);
		}

	}

}
