package io.claimflow.cli.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.claimflow.cli.server.AuthorizationServer.Reply;

/**
 * What a person has logged in with at a server.
 *
 * @param client the client by which
 * @param accessToken the token for calls
 * @param expires when that expires
 * @param refreshToken what gets the next one, or empty if it is the last one
 * @param scopes the scopes that were given
 */
record Login(String client, String accessToken, Instant expires, String refreshToken, List<String> scopes) {

	/** Of the time until a token expires, what a call may take to arrive. */
	private static final long MARGIN_SECONDS = 20;

	Login {
		scopes = List.copyOf(scopes);
	}

	/** What the token endpoint has given, or empty if it has given no token. */
	static Optional<Login> of(String client, Reply reply, Instant now) {
		String token = reply.text("access_token");
		if (!reply.isFine() || token.isEmpty()) {
			return Optional.empty();
		}
		String scope = reply.text("scope").strip();
		return Optional.of(new Login(client, token, now.plusSeconds(reply.json().path("expires_in").asLong(0)),
				reply.text("refresh_token"), scope.isEmpty() ? List.of() : List.of(scope.split(" +"))));
	}

	boolean isGood(Instant now) {
		return now.isBefore(this.expires.minusSeconds(MARGIN_SECONDS));
	}

	@Override
	public String toString() {
		return "Login[client=" + this.client + ", expires=" + this.expires + "]";
	}

}
