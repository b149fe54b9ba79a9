package io.claimflow.cli.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.claimflow.cli.server.AuthorizationServer.Reply;
import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a login. */
@Command(name = "logout", description = "Forget the login at a server, and let the server revoke it.")
public final class LogoutCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Mixin
	private final ServerOptions server = new ServerOptions();

	LogoutCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		AuthorizationServer at = this.server.authorizationServer(this.surroundings);
		Optional<Login> login = Logins.of(this.surroundings)
			.filter((logins) -> logins.find(at.address()).isPresent())
			.flatMap((logins) -> logins.alone(() -> {
				// Another command may have replaced what it had.
				Optional<Login> last = logins.find(at.address());
				logins.forget(at.address());
				return last;
			}));
		login.filter((ended) -> !ended.refreshToken().isEmpty()).ifPresent((ended) -> revoke(at, ended));
		String url = at.address().url();
		if (this.server.json) {
			Map<String, Object> answer = new LinkedHashMap<>();
			answer.put("server", url);
			answer.put("loggedOut", login.isPresent());
			this.surroundings.terminal().json(answer);
		}
		else {
			this.surroundings.terminal()
				.line(login.isPresent() ? "Logged out at " + url + "." : "Nobody was logged in at " + url + ".");
		}
		return ExitCode.FINE;
	}

	/** RFC 7009. */
	private static void revoke(AuthorizationServer at, Login login) {
		try {
			Reply reply = at.post("revocation_endpoint", Optional.empty(), "token", login.refreshToken(),
					"token_type_hint", "refresh_token", "client_id", login.client());
			if (!reply.isFine()) {
				throw Failure.ofServer("The server says " + reply.reason(), "See its log.");
			}
		}
		catch (Failure ex) {
			throw Failure.ofServer("The login is gone here, and was not revoked at the server. " + ex.found(),
					"It ends there when its refresh token expires. " + ex.action());
		}
	}

}
