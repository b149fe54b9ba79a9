package io.claimflow.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Problem;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.Program;
import io.claimflow.artifact.Versions;
import io.claimflow.project.Project;
import io.claimflow.project.ProjectReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for what building a project gives: pure data with a name of its own.
 */
class ArtifactTests {

	private static final WorkflowEngine ENGINE = WorkflowEngine.builder().build();

	private static final String FOLDER = "kindeSrc/environment/workflows/";

	private static final Map<String, String> FILES = Map.of("kinde.json",
			"{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\" }", FOLDER + "machine/Workflow.ts",
			workflow("machine", "m2m:token_generation", "import { greeting } from '../shared';"),
			FOLDER + "user/userWorkflow.js",
			workflow("user", "user:tokens_generation", "import data from './data.json';"), FOLDER + "user/data.json",
			"{ \"a\": [1, 2.5, \"ä\"] }", FOLDER + "shared.ts",
			"export const greeting: string = 'good\\u0020morning \\ud83d';\r\n");

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static String workflow(String id, String trigger, String imports) {
		return """
				%s
				import { getEnvironmentVariable } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "%s", trigger: "%s", failurePolicy: { action: "continue" },
				  bindings: { "kinde.env": {}, url: {} },
				};
				export default async function (event) {
				  console.log(getEnvironmentVariable("REGION"), undeclared);
				}
				""".formatted(imports, id, trigger);
	}

	private static Project read(Path folder, Map<String, String> files) throws IOException, InvalidProjectException {
		List<String> order = new ArrayList<>(files.keySet());
		Collections.shuffle(order);
		for (String file : order) {
			Files.createDirectories(folder.resolve(file).getParent());
			Files.writeString(folder.resolve(file), files.get(file));
		}
		return new ProjectReader(Limits.defaults(), ArtifactTests.class.getClassLoader()).read(folder.toString());
	}

	@Test
	void theSameSourcesGiveTheSameDigestInAnotherFolderInAnotherOrderByAnotherEngine(@TempDir Path one,
			@TempDir Path other) throws Exception {
		Artifact first = ENGINE.build(read(one, FILES));
		try (WorkflowEngine another = WorkflowEngine.builder().build()) {
			Artifact second = another.build(read(other.resolve("deep/er"), FILES));
			assertThat(second.digest()).matches("[0-9a-f]{64}").isEqualTo(first.digest());
			assertThat(second).isEqualTo(first);
			assertThat(second.sources()).isEqualTo(FILES);
		}
		assertThat(ENGINE.build(first.project()).digest()).isEqualTo(first.digest());
	}

	@ParameterizedTest
	@CsvSource({ "shared.ts, good, bad", "shared.ts, CRLF, LF", "shared.ts, ':', ' :'", "user/data.json, 2.5, 2.50",
			"machine/Workflow.ts, continue, stop", "user/userWorkflow.js, undeclared, unknown" })
	void anotherSourceGivesAnotherDigest(String file, String part, String replacement, @TempDir Path folder)
			throws Exception {
		Artifact before = ENGINE.build(read(folder, FILES));
		Map<String, String> changed = new LinkedHashMap<>(FILES);
		changed.compute(FOLDER + file,
				(path, text) -> String.valueOf(text).replace(lineEnd(part), lineEnd(replacement)));
		assertThat(changed).isNotEqualTo(FILES);
		assertThat(ENGINE.build(read(folder, changed)).digest()).isNotEqualTo(before.digest());
	}

	private static String lineEnd(String text) {
		return text.replace("CRLF", "\r\n").replace("LF", "\n");
	}

	@Test
	void nothingOfTheMachineIsInAnArtifact(@TempDir Path folder) throws Exception {
		Artifact artifact = ENGINE.build(read(folder, FILES));
		assertThat(artifact.project().directory()).isEmpty();
		assertThat(artifact.programs().toString() + artifact.warnings() + artifact.sources())
			.doesNotContain(folder.toString());
		assertThat(artifact.versions()).isEqualTo(Versions.current());
		assertThat(Versions.current().engine()).matches("\\d.*");
		assertThat(Versions.current().compiler()).matches("swc4j \\d.*");
	}

	@Test
	void anArtifactHasAProgramForEachWorkflowAndTheirWarnings(@TempDir Path folder) throws Exception {
		Artifact artifact = ENGINE.build(read(folder, FILES));
		assertThat(artifact.programs()).extracting(Program::file)
			.containsExactly(FOLDER + "machine/Workflow.ts", FOLDER + "user/userWorkflow.js")
			.isEqualTo(artifact.workflowFiles());
		assertThat(artifact.warnings()).extracting(Problem::message)
			.containsExactly("'undeclared' is not defined", "'undeclared' is not defined");
	}

	@Test
	void aProjectThatCannotBeLoadedIsNotBuilt() {
		InvalidProjectException refused = catchThrowableOfType(InvalidProjectException.class,
				() -> ENGINE.build(new Project("test", Optional.empty(), List.of("aWorkflow.ts", "bWorkflow.ts"),
						Map.of("aWorkflow.ts", "export const workflowSettings = {};", "bWorkflow.ts",
								workflow("b", "m2m:token_generation", "throw new Error('never');")))));
		assertThat(refused.problems()).extracting(Problem::message)
			.containsExactly("No default function exported", "Workflow ID is required",
					"workflowSettings.trigger is missing or undefined",
					"The file throws while it is loaded: Error: never");
	}

}
