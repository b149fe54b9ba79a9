package io.claimflow.cli.server;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Progress;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The demo's server as a process of its own, on this machine alone, with nothing that it
 * keeps. It ends with this process: at its end, or when its standard input ends.
 */
final class DevServer implements AutoCloseable {

	private static final String JAR = "claimflow-demo-app-*.jar";

	/** The folder with the compiler's library, where it lies beside the jar. */
	private static final String COMPILER = "swc4j.lib.loading.path";

	private static final String MAIN = "io.claimflow.demo.DemoApplication";

	/** Where the launcher of the npm package has found the package with the server. */
	private static final String PACKAGE = "claimflow.server";

	/** From this version on, Java warns of what it will forbid one day. */
	private static final int WARNS = 24;

	/** As those of the demo, and as public. */
	private static final String CLIENT = "demo-deploy";

	private static final String SECRET = "demo-deploy-secret";

	private static final String READY = "The Claimflow demo is ready";

	private static final int STOP_SECONDS = 10;

	/** Of what it says until it is ready, so many are kept. */
	private static final int LINES = 100;

	private final Process process;

	private final String url;

	private final Surroundings surroundings;

	private final Thread hook;

	private DevServer(Process process, String url, Surroundings surroundings) {
		this.process = process;
		this.url = url;
		this.surroundings = surroundings;
		this.hook = new Thread(process::destroy, "claimflow-dev-end");
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/**
	 * What a server runs with.
	 *
	 * @param project the folder of the project, or empty for the workflows of the demo
	 * @param port its port
	 * @param variables variables of workflows
	 * @param secrets secret variables of workflows
	 * @param allowed hosts that workflows reach beside public ones
	 */
	record Settings(Optional<Path> project, int port, Map<String, String> variables, Map<String, String> secrets,
			List<String> allowed) {

		String url() {
			return "http://127.0.0.1:" + this.port;
		}

		/** The properties of the server, which no command line shows. */
		private String json() {
			Map<String, Object> properties = new LinkedHashMap<>();
			properties.put("server.port", this.port);
			properties.put("server.address", "127.0.0.1");
			properties.put("spring.datasource.url", "jdbc:h2:mem:dev");
			properties.put("demo.internal.port", 0);
			properties.put("demo.partner.enabled", false);
			properties.put("demo.first-visit", false);
			properties.put("demo.end-with-input", true);
			this.project.ifPresent((folder) -> {
				properties.put("claimflow.project", folder.toUri().toString());
				properties.put("claimflow.reload", true);
			});
			properties.put("claimflow.runs.enabled", true);
			properties.put("claimflow.runs.values", "all");
			properties.put("claimflow.runs.linger", "100ms");
			properties.put("claimflow.runs.http.enabled", true);
			properties.put("claimflow.runs.http.clients", CLIENT);
			properties.put("claimflow.runs.http.calls-per-minute", 10_000);
			properties.put("claimflow.runs.http.poll", "250ms");
			properties.put("spring.main.log-startup-info", false);
			properties.put("logging.level.io.claimflow.demo", "warn");
			// What runs say is shown from the run log.
			List.of("runlog.audit", "deployment.store")
				.forEach((logger) -> properties.put("logging.level.io.claimflow.spring." + logger, "warn"));
			properties.put("logging.level.io.claimflow.workflow", "off");
			properties.put("logging.level.io.claimflow.spring.run", "off");
			properties.put("logging.pattern.console", "%-5level %msg%n%rEx{0}");
			this.variables.forEach((name, value) -> properties.put("claimflow.env." + name, value));
			this.secrets.forEach((name, value) -> properties.put("claimflow.secrets." + name, value));
			for (int i = 0; i < this.allowed.size(); i++) {
				properties.put("claimflow.fetch.allow[" + i + "]", this.allowed.get(i));
			}
			return JsonMapper.shared().writeValueAsString(properties);
		}

		@Override
		public String toString() {
			return "Settings[project=" + this.project + ", port=" + this.port + "]";
		}

	}

	/**
	 * Starts a server, and waits until it is ready.
	 * @param jar the path of its jar, or null for the one that is found
	 * @param seconds for how long to wait
	 * @throws Failure if it does not start
	 */
	static DevServer start(Surroundings surroundings, @Nullable String jar, Settings settings, int seconds) {
		List<String> command = new ArrayList<>(
				List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
		if (Runtime.version().feature() >= WARNS) {
			command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
		}
		command.addAll(server(surroundings, jar));
		ProcessBuilder builder = new ProcessBuilder(command)
			.directory(settings.project().orElse(surroundings.directory()).toFile())
			.redirectErrorStream(true);
		// What says who we are elsewhere is not for it, and would be properties of it.
		builder.environment().keySet().removeIf((name) -> name.startsWith("CLAIMFLOW_"));
		builder.environment().put("SPRING_APPLICATION_JSON", settings.json());
		try {
			DevServer server = new DevServer(builder.start(), settings.url(), new Surroundings(surroundings.directory(),
					Map.of("CLAIMFLOW_CLIENT_ID", CLIENT, "CLAIMFLOW_CLIENT_SECRET", SECRET), surroundings.terminal()));
			server.awaitStart(surroundings.terminal(), seconds);
			return server;
		}
		catch (IOException ex) {
			throw Failure.ofUsage("Java cannot be started: " + Terminal.oneLine(String.valueOf(ex.getMessage())),
					"Install Java, or the package claimflow, again.");
		}
	}

	/**
	 * What Java runs: the jar that is named, that of a package of npm, or one beside the
	 * tool's.
	 */
	private static List<String> server(Surroundings surroundings, @Nullable String named) {
		Optional<Path> jar = Optional.ofNullable(named)
			.or(() -> surroundings.variable("CLAIMFLOW_SERVER_JAR"))
			.map(surroundings::path);
		Optional<Path> installed = Optional.ofNullable(System.getProperty(PACKAGE)).map(Path::of);
		if (jar.isEmpty() && installed.isPresent()) {
			return installed(installed.get());
		}
		Path file = jar.or(DevServer::beside)
			.orElseThrow(() -> Failure.ofUsage(
					"There is no server to run: no package @claimflow/dev of npm, and no " + JAR + " beside this tool",
					"Install it (npm install --save-dev @claimflow/dev), or name the jar of the demo with --server-jar."));
		if (!Files.isRegularFile(file)) {
			throw Failure.ofUsage("There is no file " + surroundings.shown(file), "Name the jar of the demo.");
		}
		return List.of("-jar", file.toString());
	}

	/**
	 * The package has what the tool's jar does not: the engine is that of the tool, which
	 * has to be of the same version. It also has what logs nothing, so what logs is
	 * named.
	 */
	private static List<String> installed(Path folder) {
		List<String> arguments = new ArrayList<>(
				List.of("-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
						"-Dslf4j.internal.verbosity=WARN"));
		String compiler = System.getProperty(COMPILER);
		if (compiler != null) {
			arguments.add("-Dswc4j.lib.loading.type=custom");
			arguments.add("-D" + COMPILER + "=" + Path.of(compiler).toAbsolutePath());
		}
		arguments
			.addAll(List.of("-cp", folder.resolve("lib") + File.separator + "*" + File.pathSeparator + tool(), MAIN));
		return arguments;
	}

	private static Path tool() {
		try {
			return Path.of(DevServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("The tool does not know where it is", ex);
		}
	}

	private static Optional<Path> beside() {
		try (Stream<Path> jars = stream(tool().resolveSibling(""))) {
			return jars.sorted().findFirst();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	private static Stream<Path> stream(Path folder) throws IOException {
		List<Path> jars = new ArrayList<>();
		try (var found = Files.newDirectoryStream(folder, JAR)) {
			found.forEach(jars::add);
		}
		return jars.stream();
	}

	/** That of this process. */
	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	/** Shows what the server says, and reads on when it is ready: it would block. */
	private void awaitStart(Terminal terminal, int seconds) {
		BufferedReader output = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		AtomicBoolean late = new AtomicBoolean();
		CompletableFuture<Void> limit = CompletableFuture.runAsync(() -> {
			late.set(true);
			this.process.destroyForcibly();
		}, CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS));
		Deque<String> said = new ArrayDeque<>();
		boolean ready = false;
		try (Progress progress = terminal.progress("Starting the server")) {
			String line = "";
			while (!ready && (line = output.readLine()) != null) {
				said.add(line);
				if (said.size() > LINES) {
					said.remove();
				}
				ready = line.contains(READY);
			}
		}
		catch (IOException ex) {
			// It has ended.
		}
		limit.cancel(false);
		said.forEach((line) -> terminal.note(Terminal.clean(line)));
		if (ready) {
			Thread rest = new Thread(() -> show(output, terminal), "claimflow-dev-output");
			rest.setDaemon(true);
			rest.start();
			return;
		}
		close();
		if (late.get()) {
			throw Failure.ofServer(
					"The server was not ready within %d s: it has not said \"%s\"".formatted(seconds, READY),
					(said.isEmpty() ? "It said nothing. " : "What it said last is above. ")
							+ "See that --server-jar names the jar of the demo, or give it more time with --start-seconds.");
		}
		throw Failure.ofProject("The server has not started", "What it said is above.");
	}

	private static void show(BufferedReader output, Terminal terminal) {
		try {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				terminal.note(Terminal.clean(line));
			}
		}
		catch (IOException ex) {
			// It has ended.
		}
	}

	String url() {
		return this.url;
	}

	/** Who may look at its runs. */
	Surroundings surroundings() {
		return this.surroundings;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
		try {
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (IllegalStateException ex) {
			// The process ends.
		}
	}

}
