package io.claimflow.spring.autoconfigure;

import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the project that a server starts with.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProjectStartTests {

	private static final String FOLDER = "kindeSrc/environment/workflows/";

	@Test
	void everyErrorOfAProjectStopsTheStart(CapturedOutput output) {
		AuthServer.Builder builder = AuthServer.builder().write(FOLDER + "firstWorkflow.ts", """
				export const workflowSettings = { id: "first", trigger: "m2m:token_generation", bindings: {} };
				export default async function () {
				  const broken = ;
				}
				""").write(FOLDER + "nested/secondWorkflow.js", """
				export const workflowSettings = { id: "second", trigger: "user:tokens_generation", bindings: {} };
				export default async function ( {
				}
				""");
		refused(builder, output);
		assertThat(output).contains("(2 problems):")
			.contains(FOLDER + "firstWorkflow.ts:3:18: ")
			.containsPattern("    3 \\| {3}const broken = ;\\R {6}\\| {18}\\^\\R")
			.contains(FOLDER + "nested/secondWorkflow.js:3:2: ")
			.contains("Correct the project, or point claimflow.project to another one");
	}

	@Test
	void aLocationThatIsNotThereStopsTheStart(CapturedOutput output) {
		refused(AuthServer.builder().property("claimflow.project", "file:./no/such/project"), output);
		assertThat(output).contains("The workflows of the project file:./no/such/project cannot be deployed")
			.contains("does not exist")
			.contains("claimflow.enabled=false")
			.doesNotContain("write a first one");
	}

	@Test
	void aProjectWithoutWorkflowsStopsTheStart(CapturedOutput output) {
		refused(AuthServer.builder().write(FOLDER + "notes.md", "Nothing yet"), output);
		assertThat(output).contains("No workflows found below kindeSrc/environment/workflows")
			.contains("The name of a workflow file ends in workflow.ts");
	}

	@Test
	void aWorkflowThatNothingFiresStopsTheStart(CapturedOutput output) {
		refused(AuthServer.builder().m2m("").write(FOLDER + "planWorkflow.ts", """
				export const workflowSettings = { id: "plan", trigger: "user:plan_selection", bindings: {} };
				export default async function () {}
				"""), output);
		assertThat(output).contains(FOLDER + "planWorkflow.ts:1:")
			.contains("Nothing in this server fires the trigger \"user:plan_selection\"")
			.contains("The server fires m2m:token_generation, user:");
	}

	@Test
	void anApplicationThatOnlyAddedTheDependencyIsToldOfAFirstWorkflow(CapturedOutput output) {
		refused(AuthServer.builder().withoutProperty("claimflow.project"), output);
		assertThat(output).contains("The location classpath:/workflows does not exist on the classpath")
			.contains("claimflow.project")
			.contains("claimflow.enabled=false");
		String workflow = output.getOut()
			.lines()
			.dropWhile((line) -> !line.endsWith("src/main/resources/workflows/MachineTokenWorkflow.ts:"))
			.skip(1)
			.takeWhile((line) -> line.isBlank() || line.startsWith("    "))
			.collect(Collectors.joining("\n"));
		try (AuthServer server = AuthServer.builder().write(FOLDER + "MachineTokenWorkflow.ts", workflow).start()) {
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims()).containsEntry("hello",
					AuthServerConfiguration.JWT);
		}
	}

	@Test
	void aServerWhoseWorkflowsAreOffIssuesPlainTokens() {
		try (AuthServer server = AuthServer.builder()
			.write(FOLDER + "brokenWorkflow.ts", "export default ;")
			.property("claimflow.enabled", false)
			.start()) {
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims()).containsEntry("sub",
					AuthServerConfiguration.JWT);
			assertThat(server.authorizationCodeGrant(AuthServerConfiguration.OPAQUE, "openid").idTokenClaims())
				.containsEntry("sub", "user");
			assertThat(server.context().getBeansOfType(io.claimflow.engine.WorkflowEngine.class)).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theWarmUpIsOverWhenTheServerIsReady(boolean warmUp, CapturedOutput output) {
		try (AuthServer server = AuthServer.builder()
			.m2m("")
			.property("claimflow.warm-up", warmUp)
			.property("logging.level.io.claimflow.spring.deployment", "debug")
			.start()) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> Thread.getAllStackTraces()
					.keySet()
					.stream()
					.noneMatch((thread) -> thread.getName().equals("claimflow-deploy")));
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).status()).isEqualTo(200);
		}
		String said = output.getOut();
		int live = said.indexOf("Deployment 1 is live");
		assertThat(said.substring(0, live).contains("The workflows are warm after")).isEqualTo(warmUp);
		assertThat(said.substring(live)).doesNotContain("warm");
	}

	@Test
	void aProjectMayBeInAJar(@TempDir Path directory) throws Exception {
		Path jar = jar(directory.resolve("workflows.jar"),
				Map.of("flows/m2mWorkflow.ts", AuthServer.Builder.source("m2m", "m2m:token_generation", """
						m2mTokenClaims<any>().from = "jar";
						""")));
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { jar.toUri().toURL() }, before)) {
			Thread.currentThread().setContextClassLoader(classLoader);
			try (AuthServer server = AuthServer.builder().property("claimflow.project", "classpath:/flows").start()) {
				assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims())
					.containsEntry("from", "jar");
			}
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private static Path jar(Path path, Map<String, String> files) throws Exception {
		try (OutputStream file = Files.newOutputStream(path); JarOutputStream jar = new JarOutputStream(file)) {
			for (Map.Entry<String, String> entry : files.entrySet()) {
				jar.putNextEntry(new JarEntry(entry.getKey()));
				jar.write(entry.getValue().getBytes());
			}
		}
		return path;
	}

	private static void refused(AuthServer.Builder builder, CapturedOutput output) {
		assertThatException().isThrownBy(builder::start);
		assertThat(output).contains("APPLICATION FAILED TO START").contains("Description:").contains("Action:");
	}

}
