package io.claimflow.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The packaged demo as a process of its own.
 */
final class PackagedDemo implements AutoCloseable {

	private final Process process;

	private final int port;

	private final StringBuffer log;

	private PackagedDemo(Process process, int port, StringBuffer log) {
		this.process = process;
		this.port = port;
		this.log = log;
	}

	/** Skips tests where the jar has not been made yet. */
	static void assumePackaged() {
		assumeTrue(Files.exists(jar()), "Needs the packaged demo: mvn verify");
	}

	private static Path jar() {
		return Path.of(System.getProperty("demo.jar", "target/none.jar")).toAbsolutePath();
	}

	/** Starts what was in the jar. */
	static PackagedDemo start(Path folder, List<String> arguments) throws IOException {
		int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote", "-Xmx512m",
				"-jar", Unpacked.JAR.toString(), "--server.port=" + port, "--claimflow.warm-up=false",
				"--demo.internal.port=0", "--demo.partner.enabled=false", "--demo.first-visit=false",
				"--spring.security.oauth2.authorizationserver.issuer=http://127.0.0.1:" + port));
		command.addAll(arguments);
		Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
		return new PackagedDemo(process, port, awaitStart(process));
	}

	/** Reads on behind what the demo says once it is ready: otherwise it would block. */
	private static StringBuffer awaitStart(Process process) throws IOException {
		BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		StringBuffer log = new StringBuffer();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			log.append(line).append('\n');
			if (line.contains("The Claimflow demo is ready")) {
				Thread rest = new Thread(() -> output.lines().forEach((later) -> log.append(later).append('\n')),
						"demo-output");
				rest.setDaemon(true);
				rest.start();
				return log;
			}
		}
		throw new IllegalStateException("The demo has not started:\n" + log);
	}

	/** What it has logged so far. */
	String log() {
		return this.log.toString();
	}

	int port() {
		return this.port;
	}

	URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	/** Ends it without a word. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
			this.process.destroyForcibly().waitFor();
		}
	}

	/**
	 * What the jar has in it, once for all servers: each starts in half the time then.
	 */
	private static final class Unpacked {

		static final Path JAR = unpack(jar());

		private static Path unpack(Path jar) {
			Path folder = jar.resolveSibling("unpacked");
			try {
				Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"-XX:TieredStopAtLevel=1", "-Djarmode=tools", "-jar", jar.toString(), "extract", "--force",
						"--destination", folder.toString())
					.redirectErrorStream(true)
					.start();
				String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
				if (process.waitFor() != 0) {
					throw new IllegalStateException("The demo could not be unpacked:\n" + output);
				}
				return folder.resolve(jar.getFileName());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

	}

}
