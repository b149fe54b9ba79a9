package io.claimflow.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * {@code claimflow dev}, which runs this demo with an author's project on it: both jars,
 * as they are published. The gate runs it on the JDK that the tool's packages bring.
 */
@Tag("newest-jdk")
class DevCommandTests {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Path SERVER = Path.of(System.getProperty("demo.jar", "target/none.jar")).toAbsolutePath();

	private static final Path TOOL = Path.of(System.getProperty("cli.jar", "target/none.jar")).toAbsolutePath();

	@BeforeAll
	static void assumePackaged() {
		assumeTrue(Files.exists(SERVER) && Files.exists(TOOL),
				"Needs the packaged demo and the packaged command line: mvn verify of all modules");
	}

	@Test
	void aSavedFileDecidesAboutTheNextTokenAndNothingIsLeft(@TempDir Path folder) throws Exception {
		Path project = Files.createDirectories(folder.resolve("a project"));
		Files.writeString(project.resolve("kinde.json"), "{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\" }");
		save(project, "getEnvironmentVariable('PLAN')?.value");
		Path output = folder.resolve("output");
		int port = LocalServer.freePort();
		Process dev = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-jar", TOOL.toString(), "dev", "--server-jar", SERVER.toString(), "--port",
				Integer.toString(port), "--env", "PLAN=of the command line")
			.directory(project.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			await().atMost(PATIENCE).until(() -> LocalServer.said(output).contains("Sign in as") || !dev.isAlive());
			assertThat(dev.isAlive()).as(LocalServer.said(output)).isTrue();
			String url = "http://127.0.0.1:" + port;
			assertThat(LocalServer.said(output)).contains("Open        " + url);
			assertThat(LocalServer.token(url).getStringClaim("plan")).isEqualTo("of the command line");
			await().atMost(PATIENCE)
				.until(() -> LocalServer.said(output).contains("+ plan: \"of the command line\"")
						&& LocalServer.said(output).contains("INFO  A token for " + DemoAccounts.MACHINE_CLIENT));

			save(project, "'saved'");
			await().atMost(PATIENCE).until(() -> LocalServer.token(url).getStringClaim("plan").equals("saved"));
			save(project, "");
			await().atMost(PATIENCE).until(() -> LocalServer.said(output).contains("m2mWorkflow.ts:6:"));
			assertThat(LocalServer.token(url).getStringClaim("plan")).isEqualTo("saved");
		}
		finally {
			List<ProcessHandle> children = dev.descendants().toList();
			// Without a word, so that nothing of the tool's can end them.
			dev.destroyForcibly().waitFor();
			for (ProcessHandle child : children) {
				child.onExit().get(1, TimeUnit.MINUTES);
			}
			assertThat(children).hasSize(1);
		}
	}

	private static void save(Path project, String plan) throws IOException {
		Path workflow = project.resolve("kindeSrc/environment/workflows/m2mWorkflow.ts");
		Files.createDirectories(workflow.getParent());
		Files.writeString(workflow, """
				import { m2mTokenClaims, getEnvironmentVariable } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "m2m", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {}, "kinde.env": {} } };
				export default async function (event: any) {
				  console.log("A token for", event.context.application.clientId);
				  m2mTokenClaims<any>().plan = %s;
				}
				""".formatted(plan));
	}

}
