package io.claimflow.cli.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Follows runs as they are written. */
@Command(name = "tail", description = { "Follow the runs of a server, one line each, until Ctrl-C.",
		"claimflow runs RUN shows all of one. With --json, each line is a JSON object." })
public final class TailCommand implements Callable<Integer> {

	private static final int MOST = 200;

	/** A server says every ten seconds that it is there. */
	private static final Duration SILENCE = Duration.ofSeconds(45);

	private final Surroundings surroundings;

	@Mixin
	private final ServerOptions server = new ServerOptions();

	@Mixin
	private final RunFilterOptions filter = new RunFilterOptions();

	@Option(names = { "-n", "--lines" }, paramLabel = "COUNT", defaultValue = "10",
			description = "How many of the runs before to begin with: 0 to 200. By default, ${DEFAULT-VALUE}.")
	private int lines = 10;

	@Option(names = "--retry-seconds", paramLabel = "SECONDS", defaultValue = "300",
			description = "For how long to try again when the server goes away. By default, ${DEFAULT-VALUE}.")
	private int retrySeconds = 300;

	TailCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		if (this.lines < 0 || this.lines > MOST) {
			throw Failure.ofUsage("--lines is " + this.lines, "Write a number from 0 to " + MOST + ".");
		}
		Map<String, String> wanted = this.filter.parameters();
		RunLog log = new RunLog(this.surroundings, this.server, ServerInterface.RUNS);
		// Whatever comes after this is on the stream.
		RunLog.Newest start = log.newest();
		if (this.lines > 0) {
			List<JsonNode> before = log.list(wanted, OptionalLong.of(start.number() + 1), this.lines);
			for (int i = before.size() - 1; i >= 0; i--) {
				show(before.get(i));
			}
		}
		new RunFollower(log, this.surroundings.terminal(), start, SILENCE, Duration.ofSeconds(this.retrySeconds))
			.follow(wanted, this::show);
		return ExitCode.FINE;
	}

	private boolean show(JsonNode run) {
		Terminal terminal = this.surroundings.terminal();
		if (this.server.json) {
			terminal.jsonLine(run);
		}
		else {
			terminal.line(new RunView(terminal).line(run));
		}
		return !terminal.isClosed();
	}

}
