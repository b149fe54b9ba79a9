package io.claimflow.cli.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Ends a preview. */
@Command(name = "revoke",
		description = "End a preview before it expires. What has begun with it gets no tokens, either.")
public final class RevokeCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Mixin
	private final ServerOptions server = new ServerOptions();

	@Parameters(paramLabel = "PREVIEW", description = "Number of the preview.")
	private long number;

	@Option(names = { "-r", "--reason" }, paramLabel = "TEXT", defaultValue = "", description = "Why, for the history.")
	private String reason = "";

	RevokeCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		JsonNode preview = revoke();
		Terminal terminal = this.surroundings.terminal();
		if (this.server.json) {
			terminal.json(preview);
		}
		else {
			terminal.line("Preview " + this.number + " of deployment " + preview.path("deployment").asString("")
					+ " is revoked.");
		}
		return ExitCode.FINE;
	}

	private JsonNode revoke() {
		try {
			return DeploymentApi.of(this.surroundings, this.server)
				.delete("Revoking the preview", "/previews/" + this.number + (this.reason.isBlank() ? ""
						: "?reason=" + URLEncoder.encode(this.reason, StandardCharsets.UTF_8)));
		}
		catch (Failure ex) {
			// What there is none of is a deployment in other calls.
			throw (ex.exitCode() == ExitCode.USAGE && ex.detail("status").equals(Optional.of(404)))
					? Failure.ofUsage(ex.found(), "claimflow previews lists those that there are.").with("status", 404)
					: ex;
		}
	}

}
