package io.claimflow.cli.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.claimflow.cli.server.AuthorizationServer.Reply;
import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Progress;
import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a person log in, by the device grant (RFC 8628). */
@Command(name = "login", description = { "Log in at a server with a browser, which may be on another machine.",
		"Commands about the server use the token from then on, unless the environment says who you are." })
public final class LoginCommand implements Callable<Integer> {

	private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

	/** RFC 8628, section 3.5. */
	private static final int SECONDS = 5;

	private final Surroundings surroundings;

	@Mixin
	private final ServerOptions server = new ServerOptions();

	@Option(names = "--client", paramLabel = "ID", defaultValue = "claimflow",
			description = "Client by which people log in there: its claimflow.login.client. By default, ${DEFAULT-VALUE}.")
	private String client = "";

	@Option(names = "--scope", paramLabel = "SCOPE",
			description = "What to log in for, such as claimflow:read. By default, all that the server lets you.")
	private List<String> scopes = new ArrayList<>();

	LoginCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		Logins logins = Logins.of(this.surroundings)
			.orElseThrow(
					() -> Failure.ofUsage("There is no place to keep a login at: neither HOME nor LOCALAPPDATA is set",
							"Set it to a folder of yours."));
		AuthorizationServer at = this.server.authorizationServer(this.surroundings);
		Login login = login(at);
		logins.alone(() -> {
			logins.keep(at.address(), login);
			return login;
		});
		Terminal terminal = this.surroundings.terminal();
		if (this.server.json) {
			Map<String, Object> answer = new LinkedHashMap<>();
			answer.put("server", at.address().url());
			answer.put("scopes", login.scopes());
			answer.put("expires", login.expires().toString());
			answer.put("file", logins.file().toString());
			terminal.json(answer);
		}
		else {
			terminal.line("Logged in at " + at.address().url() + " for "
					+ Terminal.oneLine(String.join(", ", login.scopes())) + ".");
		}
		return ExitCode.FINE;
	}

	private Login login(AuthorizationServer at) {
		String url = at.address().url();
		if (!at.has("device_authorization_endpoint")) {
			throw Failure.ofServer("Nobody can log in at " + url,
					"Ask its operator to set claimflow.login.client, or use a client of your own.");
		}
		List<String> form = new ArrayList<>(List.of("client_id", this.client));
		if (!this.scopes.isEmpty()) {
			form.addAll(List.of("scope", String.join(" ", this.scopes)));
		}
		Reply device = at.post("device_authorization_endpoint", Optional.empty(), form.toArray(String[]::new));
		if (!device.isFine() || device.text("device_code").isEmpty()) {
			throw Failure.ofServer(
					"The server lets nobody log in by the client " + this.client + ": " + device.reason(),
					device.error().equals("invalid_scope")
							? "Register the client with these scopes, or leave --scope out."
							: "Name its claimflow.login.client with --client.");
		}
		show(device);
		return poll(at, device);
	}

	private void show(Reply device) {
		Terminal terminal = this.surroundings.terminal();
		String complete = Terminal.oneLine(device.text("verification_uri_complete"));
		String code = terminal.style(Style.BOLD, Terminal.oneLine(device.text("user_code")));
		terminal.note(
				complete.isEmpty()
						? "Open " + Terminal.oneLine(device.text("verification_uri"))
								+ " in a browser, and enter the code " + code
						: "Open this address in a browser, and approve the code " + code + ":");
		if (!complete.isEmpty()) {
			terminal.note("  " + complete);
		}
	}

	private Login poll(AuthorizationServer at, Reply device) {
		Duration interval = Duration.ofSeconds(Math.max(1, device.json().path("interval").asLong(SECONDS)));
		Instant end = Instant.now().plusSeconds(device.json().path("expires_in").asLong(0));
		try (Progress progress = this.surroundings.terminal().progress("Waiting until you have approved it")) {
			while (Instant.now().isBefore(end)) {
				Thread.sleep(interval.toMillis());
				Reply reply = at.post("token_endpoint", Optional.empty(), "grant_type", GRANT, "device_code",
						device.text("device_code"), "client_id", this.client);
				Optional<Login> login = Login.of(this.client, reply, Instant.now());
				if (login.isPresent()) {
					return login.get();
				}
				switch (reply.error()) {
					case "authorization_pending" -> {
					}
					case "slow_down" -> interval = interval.plusSeconds(SECONDS);
					case "expired_token" -> end = Instant.now();
					default -> throw Failure.ofServer("The server does not let you in: " + reply.reason(),
							"Ask its operator to name you among the users who may.");
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw Failure.ofServer("Nobody has approved the code while it was good", "Run claimflow login again.");
	}

}
