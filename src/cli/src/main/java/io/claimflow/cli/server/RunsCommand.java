package io.claimflow.cli.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Looks at what became of runs. */
@Command(name = "runs", description = { "List the newest runs of a server, or show one with all that its log has.",
		"A run says what became of each claim, what the workflow logged, and where it failed." })
public final class RunsCommand implements Callable<Integer> {

	private static final int MOST = 1000;

	private final Surroundings surroundings;

	@Mixin
	private final ServerOptions server = new ServerOptions();

	@Mixin
	private final RunFilterOptions filter = new RunFilterOptions();

	@Parameters(arity = "0..1", paramLabel = "RUN",
			description = "Identifier of a run to show, as in this list or in the server's log.")
	private @Nullable String run;

	@Option(names = { "-n", "--limit" }, paramLabel = "COUNT", defaultValue = "20",
			description = "How many to list: 1 to 1000. By default, ${DEFAULT-VALUE}.")
	private int limit = 20;

	@Option(names = "--below", paramLabel = "NUMBER",
			description = "Go on behind the run of this number, as the end of a list says.")
	private @Nullable Long below;

	@Option(names = "--values",
			description = "Show the values of claims as well, if the server keeps them. It writes down who looked.")
	private boolean values;

	RunsCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		if (this.limit < 1 || this.limit > MOST) {
			throw Failure.ofUsage("--limit is " + this.limit, "Write a number from 1 to " + MOST + ".");
		}
		if (this.values && this.run == null) {
			throw Failure.ofUsage("--values is for one run", "Name the run.");
		}
		RunLog log = new RunLog(this.surroundings, this.server,
				this.values ? ServerInterface.RUNS_WITH_VALUES : ServerInterface.RUNS);
		if (this.run != null) {
			show(log, this.run);
		}
		else {
			list(log);
		}
		return ExitCode.FINE;
	}

	private void show(RunLog log, String id) {
		JsonNode run = log.find(id);
		Optional<JsonNode> claims = this.values ? Optional.of(log.values(id)) : Optional.empty();
		Terminal terminal = this.surroundings.terminal();
		if (this.server.json) {
			Map<String, Object> answer = new LinkedHashMap<>();
			run.properties().forEach((member) -> answer.put(member.getKey(), member.getValue()));
			claims.ifPresent((all) -> answer.put("values", all));
			terminal.json(answer);
		}
		else {
			new RunView(terminal).print(run, claims);
		}
	}

	private void list(RunLog log) {
		List<JsonNode> runs = log.list(this.filter.parameters(),
				(this.below != null) ? OptionalLong.of(this.below) : OptionalLong.empty(), this.limit);
		Terminal terminal = this.surroundings.terminal();
		if (this.server.json) {
			terminal.json(runs);
			return;
		}
		if (runs.isEmpty()) {
			terminal.note("There are no such runs.");
			return;
		}
		RunView.table(runs).print(terminal);
		if (runs.size() == this.limit) {
			terminal.note("There may be more: --below " + runs.get(this.limit - 1).path("number").asLong());
		}
	}

}
