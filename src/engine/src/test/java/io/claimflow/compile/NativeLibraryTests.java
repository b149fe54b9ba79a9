package io.claimflow.compile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import io.claimflow.engine.WorkflowEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how a process comes by the native library of the compiler.
 */
class NativeLibraryTests {

	@Test
	void aProcessWithoutATemporaryFolderIsToldTheReason(@TempDir Path directory) throws Exception {
		Path file = Files.createFile(directory.resolve("file"));
		assertThat(deploy(1, "-Djava.io.tmpdir=" + file))
			.contains("The native library of the TypeScript compiler could not be unpacked to " + file)
			.contains("name another folder");
	}

	@Test
	void nothingIsLoadedFromAFolderOfOthersOrLeftBehind(@TempDir Path directory) throws Exception {
		Files.createDirectory(directory.resolve("swc4j"));
		assertThat(deploy(0, "-Djava.io.tmpdir=" + directory)).contains("deployed 1");
		assertThat(directory.resolve("swc4j")).isEmptyDirectory();
		assertThat(directory.toFile().list()).noneMatch((name) -> name.startsWith("claimflow-swc4j"));
	}

	private static String deploy(int status, String... options) throws Exception {
		List<String> command = new ArrayList<>();
		command.addAll(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));
		command.addAll(List.of(options));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), Deployment.class.getName()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isEqualTo(status);
		return output;
	}

	/** What the process does. */
	static final class Deployment {

		private Deployment() {
		}

		public static void main(String[] arguments) throws Exception {
			long number = new LiveEngine(WorkflowEngine.builder().build())
				.deploy(TestWorkflow.project("kindeSrc/environment/workflows/aWorkflow.ts", """
						export const workflowSettings = { id: "a", trigger: "m2m:token_generation", bindings: {} };
						export default async function () {}
						"""))
				.number();
			System.out.println("deployed " + number);
		}

	}

}
