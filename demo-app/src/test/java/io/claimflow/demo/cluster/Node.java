package io.claimflow.demo.cluster;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.claimflow.demo.DemoApplication;
import org.jspecify.annotations.Nullable;

/**
 * A node of the demo: a process of its own.
 */
final class Node {

	/** Longer than a node takes to end what is under way. */
	private static final int SECONDS = 30;

	private final String name;

	private final int port;

	private final Map<String, String> environment;

	private final List<String> arguments;

	private final Consumer<String> log;

	private @Nullable Process process;

	Node(String name, int port, Map<String, String> environment, List<String> arguments, Consumer<String> log) {
		this.name = name;
		this.port = port;
		this.environment = environment;
		this.arguments = arguments;
		this.log = log;
	}

	String name() {
		return this.name;
	}

	URI uri() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	/** Starts the process, without waiting until it serves. */
	synchronized Process launch() throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));
		ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((argument) -> argument.startsWith("--"))
			.forEach(command::add);
		command.addAll(List.of("-cp", classPath(), DemoApplication.class.getName(), "--spring.profiles.active=cluster",
				"--server.port=" + this.port, "--claimflow.deployments.node=" + this.name));
		command.addAll(this.arguments);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().putAll(this.environment);
		this.process = builder.start();
		return this.process;
	}

	/** That of the demo, without what is there for tests alone. */
	private static String classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.replaceAll("[/\\\\]+$", "").endsWith("test-classes"))
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Waits until the process serves.
	 * @throws IllegalStateException if it ends before; the message has what it wrote
	 */
	void awaitStart(Process launched) throws IOException {
		BufferedReader output = new BufferedReader(
				new InputStreamReader(launched.getInputStream(), StandardCharsets.UTF_8));
		StringBuilder read = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			read.append(line).append('\n');
			if (line.contains("The Claimflow demo is ready")) {
				Thread rest = new Thread(() -> forward(output), "node-" + this.name);
				rest.setDaemon(true);
				rest.start();
				return;
			}
		}
		throw new IllegalStateException("Node " + this.name + " has not started:\n" + read);
	}

	private void forward(BufferedReader output) {
		try (output) {
			output.lines().forEach(this.log);
		}
		catch (IOException | UncheckedIOException ex) {
			// The process has ended.
		}
	}

	/** Has the process end what is under way, and waits for that. */
	void terminate() throws InterruptedException {
		Process running = running();
		running.destroy();
		if (!running.waitFor(SECONDS, TimeUnit.SECONDS)) {
			running.destroyForcibly().waitFor();
		}
	}

	/** Ends the process at once, as {@code kill -9} does, and waits until it is gone. */
	void kill() throws InterruptedException {
		running().destroyForcibly().waitFor();
	}

	/** Ends the process, if there is one, without waiting. */
	synchronized void destroy() {
		if (this.process != null) {
			this.process.destroyForcibly();
		}
	}

	synchronized Process running() {
		if (this.process == null) {
			throw new IllegalStateException("Node " + this.name + " was not started");
		}
		return this.process;
	}

}
