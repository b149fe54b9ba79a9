package io.claimflow.cli.server;

import java.util.Map;
import java.util.concurrent.Callable;

import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Goes back to what was live before. */
@Command(name = "rollback", description = "Make the deployment live that was live before.")
public final class RollbackCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Mixin
	private final ServerOptions server = new ServerOptions();

	@Mixin
	private final ChangeOptions change = new ChangeOptions();

	RollbackCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		DeploymentApi api = DeploymentApi.of(this.surroundings, this.server);
		LiveChanges changes = new LiveChanges(api, this.surroundings, this.change);
		Live live = changes.make((confirmed) -> api.change("POST", "/live/rollback",
				Map.of("reason", this.change.reason, "confirm", confirmed)));
		changes.answer(live, "Back to " + live.describe() + ", which is live.", this.server.json);
		return ExitCode.FINE;
	}

}
