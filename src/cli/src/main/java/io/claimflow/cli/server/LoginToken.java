package io.claimflow.cli.server;

import java.time.Instant;
import java.util.Optional;

import io.claimflow.cli.server.AuthorizationServer.Reply;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import org.jspecify.annotations.Nullable;

/**
 * The access token of a person who has logged in at a server. One that has expired is
 * replaced.
 */
final class LoginToken {

	private final Optional<Logins> logins;

	private final AuthorizationServer server;

	private @Nullable String used;

	LoginToken(Surroundings surroundings, AuthorizationServer server) {
		this.logins = Logins.of(surroundings);
		this.server = server;
	}

	/** Whether a token was found. */
	boolean isUsed() {
		return this.used != null;
	}

	/**
	 * A token: another one than before if there was one, as that was refused. Empty if
	 * nobody has logged in.
	 */
	Optional<String> find() {
		Optional<String> token = this.logins.flatMap((all) -> all.find(this.server.address()).map((login) -> {
			Login good = isGood(login) ? login : all.alone(() -> replace(all));
			return good.accessToken();
		}));
		token.ifPresent((found) -> this.used = found);
		return token;
	}

	private boolean isGood(Login login) {
		return login.isGood(Instant.now()) && !login.accessToken().equals(this.used);
	}

	/** Another command may have been faster. */
	private Login replace(Logins all) {
		ServerAddress address = this.server.address();
		Login login = all.find(address).orElseThrow(() -> ended("it was logged out"));
		if (isGood(login)) {
			return login;
		}
		if (login.refreshToken().isEmpty()) {
			all.forget(address);
			throw ended("its token has expired");
		}
		Reply reply = this.server.post("token_endpoint", Optional.empty(), "grant_type", "refresh_token",
				"refresh_token", login.refreshToken(), "client_id", login.client());
		Optional<Login> replaced = Login.of(login.client(), reply, Instant.now());
		if (replaced.isPresent()) {
			all.keep(address, replaced.get());
			return replaced.get();
		}
		if (reply.status() >= 500) {
			throw Failure.ofServer("The server gives no token: " + reply.reason(), "See the server's log.");
		}
		all.forget(address);
		throw ended(reply.reason());
	}

	private Failure ended(String why) {
		return Failure.ofServer("The login at " + this.server.address().url() + " has ended: " + why,
				"Log in again: claimflow login.");
	}

}
