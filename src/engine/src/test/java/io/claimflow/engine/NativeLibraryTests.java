package io.claimflow.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a process that cannot unpack the native library of the compiler.
 */
class NativeLibraryTests {

	@Test
	void aProjectIsRefusedWithTheReason(@TempDir Path directory) throws Exception {
		Path file = Files.createFile(directory.resolve("file"));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Djava.io.tmpdir=" + file, "-cp", System.getProperty("java.class.path"), Deployment.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isEqualTo(1);
		assertThat(output).contains("The native library of the TypeScript compiler could not be loaded")
			.contains("It is unpacked to " + file);
	}

	/** What the process does. */
	static final class Deployment {

		private Deployment() {
		}

		public static void main(String[] arguments) throws Exception {
			WorkflowEngine.builder()
				.build()
				.deploy(TestWorkflow.project("kindeSrc/environment/workflows/aWorkflow.ts", """
						export const workflowSettings = { id: "a", trigger: "m2m:token_generation", bindings: {} };
						export default async function () {}
						"""));
		}

	}

}
