package io.claimflow.cli.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.claimflow.cli.project.AuthorProject;
import io.claimflow.cli.project.ProjectOptions;
import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Runs an auth server with the project on it. */
@Command(name = "dev", description = { "Run an auth server on this machine with the project on it, until Ctrl-C.",
		"A file that is saved decides about the next token. The server's page shows decoded tokens with the claims that"
				+ " a workflow has changed, and each run is shown here." })
public final class DevCommand implements Callable<Integer> {

	/** A server says every ten seconds that it is there. */
	private static final Duration SILENCE = Duration.ofSeconds(45);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final int PORT = 9000;

	private final Surroundings surroundings;

	@Mixin
	private final ProjectOptions project = new ProjectOptions();

	@Option(names = "--server-jar", paramLabel = "FILE",
			description = "Executable jar of the demo server. By default, CLAIMFLOW_SERVER_JAR, the package @claimflow/dev of npm, or the claimflow-demo-app-*.jar beside the jar of this tool.")
	private @Nullable String serverJar;

	@Option(names = "--demo",
			description = "Run the server with the workflows of the demo, and without a project: one to deploy to.")
	private boolean demo;

	@Option(names = "--port", paramLabel = "PORT",
			description = "Port of the server. By default, 9000 if it is free, and else another.")
	private @Nullable Integer port;

	@Option(names = "--start-seconds", paramLabel = "SECONDS", defaultValue = "180",
			description = "For how long to wait until the server is ready. By default, ${DEFAULT-VALUE}.")
	private int startSeconds = 180;

	@Option(names = "--env", paramLabel = "NAME=VALUE", description = "Set a variable.")
	private Map<String, String> variables = new LinkedHashMap<>();

	@Option(names = "--secret", paramLabel = "NAME",
			description = "Set a secret variable, to the value of the environment variable of that name.")
	private List<String> secrets = List.of();

	@Option(names = "--allow", paramLabel = "HOST",
			description = "Let workflows reach this host or address as well, as claimflow.fetch.allow does.")
	private List<String> allowed = List.of();

	DevCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		if (this.startSeconds < 1) {
			throw Failure.ofUsage("--start-seconds is " + this.startSeconds, "Write a number of 1 or more.");
		}
		if (this.demo && this.project.isNamed()) {
			throw Failure.ofUsage("--demo runs the workflows of the demo, and --project names others",
					"Leave one of them out.");
		}
		Optional<Path> root = this.demo ? Optional.empty()
				: Optional.of(AuthorProject.find(this.surroundings, this.project).root());
		Map<String, String> masked = new LinkedHashMap<>();
		this.secrets.forEach((name) -> masked.put(name, secret(name)));
		DevServer.Settings settings = new DevServer.Settings(root, port(), this.variables, masked, this.allowed);
		try (DevServer server = DevServer.start(this.surroundings, this.serverJar, settings, this.startSeconds)) {
			follow(server);
		}
		return ExitCode.FINE;
	}

	private String secret(String name) {
		return this.surroundings.variable(name)
			.orElseThrow(() -> Failure.ofUsage("There is no environment variable " + name + " for the secret",
					"Set it, and write its name alone: --secret " + name.replaceFirst("=.*", "")));
	}

	private int port() {
		if (this.port != null) {
			if (!isFree(this.port)) {
				throw Failure.ofUsage("The port " + this.port + " is not free", "Name another with --port.");
			}
			return this.port;
		}
		return isFree(PORT) ? PORT : free();
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException | IllegalArgumentException ex) {
			return false;
		}
	}

	private static int free() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw Failure.ofUsage("There is no free port", "Name one with --port.");
		}
	}

	/** Shows runs until nobody reads them, or the server has ended. */
	private void follow(DevServer server) {
		Terminal terminal = this.surroundings.terminal();
		ServerOptions options = new ServerOptions();
		options.server = server.url();
		RunLog log = new RunLog(server.surroundings(), options, ServerInterface.RUNS_WITH_VALUES);
		try {
			new RunFollower(log, terminal, new RunLog.Newest(0, ""), SILENCE, PATIENCE).follow(Map.of(),
					(run) -> show(log, run));
		}
		catch (Failure ex) {
			if (server.isAlive()) {
				throw ex;
			}
			throw Failure.ofServer("The server has ended", "What it said is above.");
		}
	}

	private boolean show(RunLog log, JsonNode run) {
		Terminal terminal = this.surroundings.terminal();
		String id = run.path("id").asString("");
		terminal.line();
		new RunView(terminal).print(log.find(id), log.valuesIfKept(id));
		return !terminal.isClosed();
	}

}
