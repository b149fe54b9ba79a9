package io.claimflow.cli.server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import io.claimflow.cli.server.AuthorizationServer.Reply;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * Gets an access token: one that is there already, one for a client of the server's, or
 * that of a person who has logged in. Neither a token nor a secret is ever on the command
 * line, where others can read it.
 */
final class Credentials {

	private final Surroundings surroundings;

	private final AuthorizationServer server;

	/** What the names of the environment variables begin with. */
	private final String prefix;

	private final ServerInterface calls;

	private final LoginToken login;

	private @Nullable Client client;

	Credentials(Surroundings surroundings, AuthorizationServer server, String prefix, ServerInterface calls) {
		this.surroundings = surroundings;
		this.server = server;
		this.prefix = prefix;
		this.calls = calls;
		this.login = new LoginToken(surroundings, server);
	}

	/** A token; after one that was refused, another one if there is a way to it. */
	String token() {
		return this.surroundings.variable(this.prefix + "TOKEN")
			.map(String::strip)
			.or(this::ofLogin)
			.orElseGet(this::clientCredentials);
	}

	/**
	 * What the environment names goes before a login, and what a terminal is asked after.
	 */
	private Optional<String> ofLogin() {
		return this.surroundings.variable(this.prefix + "CLIENT_ID").isPresent() ? Optional.empty() : this.login.find();
	}

	/** Whether there can be another token after this one. */
	boolean isRenewable() {
		return this.client != null || isLogin();
	}

	/** Whether the token is that of a person who has logged in. */
	boolean isLogin() {
		return this.login.isUsed();
	}

	private Client client() {
		Terminal terminal = this.surroundings.terminal();
		Optional<String> client = this.surroundings.variable(this.prefix + "CLIENT_ID")
			.or(() -> terminal.isInteractive() ? terminal.ask("Client of " + this.server.address().url())
					: Optional.empty());
		Optional<String> secret = client.flatMap((id) -> this.surroundings.variable(this.prefix + "CLIENT_SECRET")
			.or(() -> terminal.isInteractive() ? terminal.askSecret("Secret of " + Terminal.oneLine(id))
					: Optional.empty()));
		if (secret.isEmpty()) {
			throw Failure.ofUsage("Nothing says who you are at " + this.server.address().url(),
					"Run claimflow login, set %1$sCLIENT_ID and %1$sCLIENT_SECRET to a client of the server, or %1$sTOKEN to a token of a CI system."
						.formatted(this.prefix));
		}
		return new Client(client.orElseThrow(), secret.get());
	}

	private String clientCredentials() {
		if (this.client == null) {
			this.client = client();
		}
		String basic = Base64.getEncoder()
			.encodeToString((AuthorizationServer.encoded(this.client.id()) + ":"
					+ AuthorizationServer.encoded(this.client.secret()))
				.getBytes(StandardCharsets.UTF_8));
		Reply reply = this.server.post("token_endpoint", Optional.of("Basic " + basic), "grant_type",
				"client_credentials", "scope", this.calls.scopes());
		String token = reply.text("access_token");
		if (!reply.isFine() || token.isEmpty()) {
			throw refused(reply);
		}
		return token;
	}

	private Failure refused(Reply reply) {
		String action = switch (reply.error()) {
			case "invalid_client" -> "See that client and secret are those of this server.";
			case "invalid_scope", "unauthorized_client" ->
				"Register the client for the client credentials grant with the scopes " + this.calls.scopes()
						+ ", and name it in " + this.calls.property() + ".clients.";
			default -> "See the server's log.";
		};
		return Failure.ofServer("The server gives no token: " + reply.reason(), action);
	}

	/** A client of the server's. */
	private record Client(String id, String secret) {

		@Override
		public String toString() {
			return "Client[id=" + this.id + "]";
		}

	}

}
