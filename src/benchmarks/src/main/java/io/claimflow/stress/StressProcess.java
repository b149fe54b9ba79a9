package io.claimflow.stress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.springframework.util.FileSystemUtils;

/**
 * A {@link StressServer} in a process of its own, with 512 MB of heap and two processors.
 */
public final class StressProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private final Path project;

	private final int port;

	/**
	 * Starts a server.
	 * @param workflows the bodies of its workflows by name, beside an honest one that
	 * runs for client credentials
	 * @param properties properties of Spring Boot, as {@code --name=value}
	 */
	public StressProcess(Map<String, String> workflows, String... properties) throws IOException {
		this.project = project(workflows);
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
		command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
		command.addAll(List.of("-Xmx512m", "-XX:ActiveProcessorCount=2", "-cp", System.getProperty("java.class.path"),
				StressServer.class.getName(), this.project.toString(), String.join(",", workflows.keySet())));
		command.addAll(List.of(properties));
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		this.output = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		String line = this.output.readLine();
		while (line != null && !line.matches("\\d+")) {
			System.err.println(line);
			line = this.output.readLine();
		}
		if (line == null) {
			throw new IOException("The server did not start");
		}
		this.port = Integer.parseInt(line);
	}

	private static Path project(Map<String, String> workflows) throws IOException {
		Path project = Files.createTempDirectory("stress");
		Files.writeString(project.resolve("kinde.json"), "{ \"version\": \"2024-12-09\", \"rootDir\": \".\" }");
		Path folder = Files.createDirectories(project.resolve("environment/workflows"));
		Files.writeString(folder.resolve("honestWorkflow.ts"), """
				import { m2mTokenClaims } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "honest", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} },
				};
				export default async function (event: any) {
				  const token = m2mTokenClaims<any>();
				  token.client = event.context.application.clientId;
				  token.plan = { name: "pro", seats: 25 };
				}
				""");
		for (Map.Entry<String, String> workflow : workflows.entrySet()) {
			Files.writeString(folder.resolve(workflow.getKey() + "Workflow.ts"), """
					declare const kinde: any;
					export const workflowSettings = {
					  id: "%1$s", trigger: "stress:%1$s", bindings: { "kinde.fetch": {}, url: {} },
					};
					export default async function () {
					%2$s
					}
					""".formatted(workflow.getKey(), workflow.getValue()));
		}
		return project;
	}

	/** The URL of a path. */
	public String url(String path) {
		return "http://127.0.0.1:" + this.port + path;
	}

	/** Deploys the project anew, so that nothing is suspended. */
	public void deploy() throws IOException {
		say("deploy");
	}

	/** What the server holds after a garbage collection. */
	public String state() throws IOException {
		return say("state");
	}

	private synchronized String say(String line) throws IOException {
		this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
		this.process.getOutputStream().flush();
		return this.output.readLine();
	}

	@Override
	public void close() {
		try {
			this.process.getOutputStream().close();
			this.process.waitFor(5, TimeUnit.SECONDS);
		}
		catch (IOException ex) {
			System.err.println(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.process.destroyForcibly();
			FileSystemUtils.deleteRecursively(this.project.toFile());
		}
	}

}
