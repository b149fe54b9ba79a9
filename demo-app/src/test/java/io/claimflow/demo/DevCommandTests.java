package io.claimflow.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * {@code claimflow dev}, which runs this demo with an author's project on it: both jars,
 * as they are published.
 */
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
		int port = freePort();
		Process dev = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-jar", TOOL.toString(), "dev", "--server-jar", SERVER.toString(), "--port",
				Integer.toString(port), "--env", "PLAN=of the command line")
			.directory(project.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			await().atMost(PATIENCE).until(() -> text(output).contains("Sign in as") || !dev.isAlive());
			assertThat(dev.isAlive()).as(text(output)).isTrue();
			String url = "http://127.0.0.1:" + port;
			assertThat(text(output)).contains("Open        " + url);
			assertThat(plan(url)).isEqualTo("of the command line");
			await().atMost(PATIENCE)
				.until(() -> text(output).contains("+ plan: \"of the command line\"")
						&& text(output).contains("INFO  A token for " + DemoAccounts.MACHINE_CLIENT));

			save(project, "'saved'");
			await().atMost(PATIENCE).until(() -> plan(url).equals("saved"));
			save(project, "");
			await().atMost(PATIENCE).until(() -> text(output).contains("m2mWorkflow.ts:6:"));
			assertThat(plan(url)).isEqualTo("saved");
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

	private static String plan(String url) throws Exception {
		String basic = Base64.getEncoder()
			.encodeToString(
					(DemoAccounts.MACHINE_CLIENT + ":" + DemoAccounts.MACHINE_SECRET).getBytes(StandardCharsets.UTF_8));
		HttpResponse<String> answer = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url + "/oauth2/token"))
				.header("Authorization", "Basic " + basic)
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
				.build(), HttpResponse.BodyHandlers.ofString());
		Map<?, ?> token = JsonMapper.shared().readValue(answer.body(), Map.class);
		return SignedJWT.parse(String.valueOf(token.get("access_token"))).getJWTClaimsSet().getStringClaim("plan");
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
