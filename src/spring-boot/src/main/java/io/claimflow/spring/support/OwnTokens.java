package io.claimflow.spring.support;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The access tokens for calls that this server answers itself, such as the management
 * calls. No workflow runs for them: workflows ask for some of them, and others say which
 * workflows run.
 *
 * @param audience the one audience of such a token
 * @param clients the identifiers of the clients that may ask for one
 * @param scopes the scopes that one can have
 * @param byScope whether a client asks for one by these scopes; otherwise by the audience
 * @param property the property that names the clients
 * @param login how people get one, or null if they do not
 */
public record OwnTokens(String audience, Set<String> clients, Set<String> scopes, boolean byScope, String property,
		@Nullable OwnLogin login) {

	public OwnTokens {
		clients = Set.copyOf(clients);
		scopes = Set.copyOf(scopes);
	}

	/** Tokens that a client asks for by their audience. */
	public static OwnTokens byAudience(String audience, Set<String> clients, Set<String> scopes, String property) {
		return new OwnTokens(audience, clients, scopes, false, property, null);
	}

	/**
	 * Tokens that a client asks for by their scopes, which mean nothing else.
	 * @param login how people get one, or null if they do not
	 */
	public static OwnTokens byScope(String audience, Set<String> clients, Set<String> scopes, String property,
			@Nullable OwnLogin login) {
		return new OwnTokens(audience, clients, scopes, true, property, login);
	}

}
