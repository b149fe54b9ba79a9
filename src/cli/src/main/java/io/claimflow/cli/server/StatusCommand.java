package io.claimflow.cli.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Table;
import io.claimflow.cli.terminal.Table.Cell;
import io.claimflow.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Says what is live. */
@Command(name = "status", description = "Say what is live, what each node runs, and what changed last.")
public final class StatusCommand implements Callable<Integer> {

	private static final int CHANGES = 5;

	private final Surroundings surroundings;

	@Mixin
	private final ServerOptions server = new ServerOptions();

	StatusCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		DeploymentApi api = DeploymentApi.of(this.surroundings, this.server);
		Live live = api.live();
		JsonNode nodes = api.get("/nodes");
		JsonNode changes = api.get("/live/history?limit=" + CHANGES);
		Terminal terminal = this.surroundings.terminal();
		if (this.server.json) {
			Map<String, Object> answer = new LinkedHashMap<>();
			answer.put("live", live.json());
			answer.put("nodes", nodes);
			answer.put("changes", changes);
			terminal.json(JsonMapper.shared().valueToTree(answer));
			return ExitCode.FINE;
		}
		terminal.line(api.server().url() + " runs " + terminal.style(Style.BOLD, live.describe())
				+ live.digest().map((digest) -> " (" + Texts.digest(digest) + ")").orElse("") + ", revision "
				+ live.revision() + ".");
		if (!live.deactivated().isEmpty()) {
			terminal.line("Deactivated: " + terminal.style(Style.YELLOW, String.join(", ", live.deactivated())));
		}
		terminal.line();
		nodes(nodes, live).print(terminal);
		terminal.line();
		changes(changes).print(terminal);
		return ExitCode.FINE;
	}

	private static Table nodes(JsonNode nodes, Live live) {
		Table table = new Table("NODE", "DEPLOYMENT", "REVISION", "SINCE", "STATE");
		for (JsonNode node : nodes) {
			String problem = node.path("problem").asString("");
			boolean gone = node.path("gone").asBoolean(false);
			Cell state = gone ? new Cell("gone", Style.FAINT)
					: !problem.isEmpty() ? new Cell(problem, Style.RED)
							: (node.path("revision").asLong() < live.revision()) ? new Cell("behind", Style.YELLOW)
									: new Cell("up to date", Style.GREEN);
			table.row(Cell.of(node.path("node").asString("")), Cell.of(node.path("deployment").asString("none")),
					Cell.of(node.path("revision").asString("")), Cell.of(Texts.time(node.path("since").asString(""))),
					state);
		}
		return table;
	}

	private static Table changes(JsonNode changes) {
		Table table = new Table("REVISION", "CHANGE", "BY", "AT", "REASON");
		for (JsonNode change : changes) {
			String deployment = change.path("deployment").asString("");
			String what = switch (change.path("kind").asString("")) {
				case "DEPLOYED" -> "deployment " + deployment + " live";
				case "ROLLED_BACK" -> "back to deployment " + deployment;
				case "ACTIVATED" -> change.path("workflow").asString("") + " activated";
				case "DEACTIVATED" -> change.path("workflow").asString("") + " deactivated";
				default -> change.path("kind").asString("");
			};
			table.row(change.path("revision").asString(""), what, change.path("by").asString(""),
					Texts.time(change.path("at").asString("")), change.path("reason").asString(""));
		}
		return table;
	}

}
