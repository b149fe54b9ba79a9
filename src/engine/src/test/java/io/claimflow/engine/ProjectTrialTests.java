package io.claimflow.engine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The trial of a folder of projects, which CONTRIBUTING.md describes.
 */
class ProjectTrialTests {

	@TempDir
	private Path folder;

	private void write(String project, String body) throws Exception {
		Path workflows = Files
			.createDirectories(this.folder.resolve(project).resolve("kindeSrc/environment/workflows"));
		Files.writeString(this.folder.resolve(project).resolve("kinde.json"), "{}");
		Files.writeString(workflows.resolve("tokenWorkflow.ts"),
				"export const workflowSettings = { id: 'x', trigger: 'm2m:token_generation' };\n" + body);
	}

	@Test
	void eachProjectIsListedWithItsProblemsAndWarnings() throws Exception {
		write("a", "export default async () => {};");
		write("deep/b", "export default async () => { denyAcess('no'); };");
		write("c", "let a b; export default async () => {};");
		ByteArrayOutputStream shown = new ByteArrayOutputStream();
		assertThat(ProjectTrial.run(this.folder, new PrintStream(shown, true, StandardCharsets.UTF_8))).isFalse();
		assertThat(shown.toString(StandardCharsets.UTF_8)).contains("/a: loads, 1 workflows, 0 warnings",
				"/deep/b: loads, 1 workflows, 1 warnings",
				"FAILING kindeSrc/environment/workflows/tokenWorkflow.ts:2:30: 'denyAcess' is not defined",
				"/c: rejected, 1 problems",
				"ERROR kindeSrc/environment/workflows/tokenWorkflow.ts:2:7: Syntax error: Expected a semicolon",
				"2 projects load, 1 of them with code that is known to fail; 1 are rejected");
	}

}
