package io.claimflow.cli.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;

import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stop a single workflow, now and in later deployments. */
@Command(name = "deactivate", description = "Stop a single workflow, now and in later deployments.")
public final class DeactivateCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Mixin
	private final ServerOptions server = new ServerOptions();

	@Mixin
	private final ChangeOptions change = new ChangeOptions();

	@Parameters(paramLabel = "WORKFLOW", description = "Identifier of the workflow.")
	private String workflow = "";

	DeactivateCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		DeploymentApi api = DeploymentApi.of(this.surroundings, this.server);
		LiveChanges changes = new LiveChanges(api, this.surroundings, this.change);
		String path = "/live/workflows/" + URLEncoder.encode(this.workflow, StandardCharsets.UTF_8).replace("+", "%20");
		Live live = changes.make((confirmed) -> api.change("PUT", path,
				Map.of("active", false, "reason", this.change.reason, "confirm", confirmed)));
		changes.answer(live, Terminal.oneLine(this.workflow) + " is deactivated.", this.server.json);
		return ExitCode.FINE;
	}

}
