package io.claimflow.cli.server;

import java.util.concurrent.Callable;

import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Table;
import io.claimflow.cli.terminal.Table.Cell;
import io.claimflow.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists previews. */
@Command(name = "previews", description = "List the newest previews: who made which, for whom, until when and why.")
public final class PreviewsCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Mixin
	private final ServerOptions server = new ServerOptions();

	@Option(names = { "-n", "--limit" }, paramLabel = "COUNT", defaultValue = "20",
			description = "How many to list: 1 to 100. By default, ${DEFAULT-VALUE}.")
	private int limit = 20;

	PreviewsCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		if (this.limit < 1 || this.limit > 100) {
			throw Failure.ofUsage("--limit is " + this.limit, "Write a number from 1 to 100.");
		}
		JsonNode previews = DeploymentApi.of(this.surroundings, this.server).get("/previews?limit=" + this.limit);
		Terminal terminal = this.surroundings.terminal();
		if (this.server.json) {
			terminal.json(previews);
		}
		else {
			list(previews).print(terminal);
		}
		return ExitCode.FINE;
	}

	private static Table list(JsonNode previews) {
		Table table = new Table("PREVIEW", "DEPLOYMENT", "CLIENT", "USER", "UNTIL", "BY", "REASON");
		for (JsonNode preview : previews) {
			table.row(text(preview, "preview"), text(preview, "deployment"), text(preview, "client"),
					text(preview, "user"), until(preview), text(preview, "by"), text(preview, "reason"));
		}
		return table;
	}

	private static Cell text(JsonNode preview, String name) {
		return Cell.of(preview.path(name).asString(""));
	}

	private static Cell until(JsonNode preview) {
		return preview.has("revoked")
				? new Cell("revoked " + Texts.time(preview.path("revoked").path("at").asString("")), Style.RED)
				: Cell.of(Texts.time(preview.path("expiresAt").asString("")));
	}

}
