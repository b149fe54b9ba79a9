package io.claimflow.cli.server;

import java.util.Map;
import java.util.concurrent.Callable;

import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a deployment live. */
@Command(name = "live", description = "Make a stored deployment live.")
public final class LiveCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Mixin
	private final ServerOptions server = new ServerOptions();

	@Mixin
	private final ChangeOptions change = new ChangeOptions();

	@Parameters(paramLabel = "NUMBER", description = "Number of the deployment.")
	private long number;

	LiveCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		DeploymentApi api = DeploymentApi.of(this.surroundings, this.server);
		LiveChanges changes = new LiveChanges(api, this.surroundings, this.change);
		Live live = changes.make((confirmed) -> api.change("PUT", "/live",
				Map.of("deployment", this.number, "reason", this.change.reason, "confirm", confirmed)));
		changes.answer(live, "Deployment " + this.number + " is live.", this.server.json);
		return ExitCode.FINE;
	}

}
