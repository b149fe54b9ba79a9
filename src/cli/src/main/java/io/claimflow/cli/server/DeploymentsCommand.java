package io.claimflow.cli.server;

import java.util.Locale;
import java.util.concurrent.Callable;

import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Table;
import io.claimflow.cli.terminal.Table.Cell;
import io.claimflow.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Lists deployments. */
@Command(name = "deployments", description = "List the newest deployments, or show one with its problems and warnings.")
public final class DeploymentsCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Mixin
	private final ServerOptions server = new ServerOptions();

	@Parameters(arity = "0..1", paramLabel = "NUMBER", description = "Number of a deployment to show.")
	private @Nullable Long number;

	@Option(names = { "-n", "--limit" }, paramLabel = "COUNT", defaultValue = "20",
			description = "How many to list: 1 to 100. By default, ${DEFAULT-VALUE}.")
	private int limit = 20;

	DeploymentsCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		if (this.limit < 1 || this.limit > 100) {
			throw Failure.ofUsage("--limit is " + this.limit, "Write a number from 1 to 100.");
		}
		DeploymentApi api = DeploymentApi.of(this.surroundings, this.server);
		JsonNode answer = api
			.get((this.number != null) ? "/deployments/" + this.number : "/deployments?limit=" + this.limit);
		Terminal terminal = this.surroundings.terminal();
		if (this.server.json) {
			terminal.json(answer);
		}
		else if (this.number != null) {
			show(terminal, answer);
		}
		else {
			list(answer).print(terminal);
		}
		return ExitCode.FINE;
	}

	private static Table list(JsonNode deployments) {
		Table table = new Table("NUMBER", "STATE", "PUSHED", "BY", "COMMIT", "MESSAGE");
		for (JsonNode deployment : deployments) {
			table.row(Cell.of(deployment.path("number").asString("")), state(deployment),
					Cell.of(Texts.time(deployment.path("pushedAt").asString(""))),
					Cell.of(deployment.path("pushedBy").asString("")),
					Cell.of(Texts.digest(deployment.path("commit").asString(""))),
					Cell.of(deployment.path("message").asString("")));
		}
		return table;
	}

	private static Cell state(JsonNode deployment) {
		String state = deployment.path("state").asString("");
		return new Cell(state.toLowerCase(Locale.ROOT), switch (state) {
			case "LIVE" -> Style.GREEN;
			case "REFUSED", "TAMPERED" -> Style.RED;
			default -> null;
		});
	}

	private static void show(Terminal terminal, JsonNode deployment) {
		deployment.properties().forEach((member) -> {
			if (member.getValue().isValueNode()) {
				terminal.line(member.getKey() + ": " + Terminal.oneLine(member.getValue().asString("")));
			}
		});
		findings(terminal, terminal.style(Style.RED, "error: "), deployment.path("problems"));
		findings(terminal, terminal.style(Style.YELLOW, "warning: "), deployment.path("warnings"));
	}

	private static void findings(Terminal terminal, String head, JsonNode findings) {
		findings.forEach((finding) -> terminal.line(head + DeploymentApi.finding(finding)));
	}

}
