package io.claimflow.cli.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Permits to try a deployment that is not live. */
@Command(name = "preview",
		description = { "Permit a client to try a deployment that need not be live.",
				"It answers with what to append to an authorization request, or to a token request. Keep that as secret"
						+ " as an access token." })
public final class PreviewCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Mixin
	private final ServerOptions server = new ServerOptions();

	@Parameters(paramLabel = "NUMBER", description = "Number of the deployment.")
	private long number;

	@Option(names = "--client", required = true, paramLabel = "ID",
			description = "Client for whose requests the preview is.")
	private String client = "";

	@Option(names = "--user", paramLabel = "NAME",
			description = "User for whose sign-ins it is. By default, any, and the client's own tokens.")
	private @Nullable String user;

	@Option(names = "--expires-in", paramLabel = "SECONDS",
			description = "Seconds in which requests can begin with it. By default, what the server says.")
	private @Nullable Integer expiresIn;

	@Option(names = { "-r", "--reason" }, paramLabel = "TEXT", defaultValue = "", description = "Why, for the history.")
	private String reason = "";

	PreviewCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		DeploymentApi api = DeploymentApi.of(this.surroundings, this.server);
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("client", this.client);
		if (this.user != null) {
			body.put("user", this.user);
		}
		if (this.expiresIn != null) {
			body.put("expires_in", this.expiresIn);
		}
		if (!this.reason.isBlank()) {
			body.put("reason", this.reason);
		}
		JsonNode preview = api.post("Making a preview", "/deployments/" + this.number + "/previews", body);
		Terminal terminal = this.surroundings.terminal();
		if (this.server.json) {
			terminal.json(preview);
		}
		else {
			terminal.note("Preview " + preview.path("preview").asString("") + ": until "
					+ Texts.time(preview.path("expiresAt").asString("")) + ", requests of "
					+ Terminal.oneLine(this.client) + " run deployment " + this.number + " with these parameters:");
			terminal.line(Terminal.oneLine(preview.path("parameters").asString("")));
		}
		return ExitCode.FINE;
	}

}
