package io.claimflow.compile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Problem;
import io.claimflow.WarningPolicy;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import io.claimflow.project.ProjectReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A file with the settings of a workflow that never runs is reported, since the check in
 * it would fail open in silence.
 */
class NeverRunTests {

	private static final String FOLDER = "kindeSrc/environment/workflows/";

	private static final String RUN = "\nexport default async () => {};\n";

	private static final String CHECK = "export const workflowSettings = { id: \"check\", trigger: \"user:new_password_provided\" };"
			+ RUN;

	private static final String TOKEN = "export const workflowSettings = { id: \"token\", trigger: \"m2m:token_generation\" };"
			+ RUN;

	private static final LiveEngine ENGINE = TestWorkflow.engine(Limits.defaults());

	private final ProjectReader reader = new ProjectReader(Limits.defaults(), getClass().getClassLoader());

	@TempDir
	private Path root;

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	@BeforeEach
	void makeProject() throws Exception {
		write("kinde.json", "{}");
	}

	private void write(String file, String text) throws Exception {
		Path path = this.root.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
	}

	private Project project() throws InvalidProjectException {
		return this.reader.read(this.root.toString());
	}

	private List<Problem> warnings() throws InvalidProjectException {
		LiveEngine.Deployment deployment = ENGINE.deploy(project());
		assertThat(deployment.workflows()).singleElement().extracting("id").isEqualTo("token");
		return deployment.warnings();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					kindeSrc/environment/workflows/passwordCheck.ts        | Rename it to kindeSrc/environment/workflows/passwordCheckWorkflow.ts
					kindeSrc/environment/workflows/passwordWorkflows.ts    | Rename it to kindeSrc/environment/workflows/passwordWorkflow.ts
					kindeSrc/environment/workflows/Workflow-pre.ts         | Rename it to kindeSrc/environment/workflows/preWorkflow.ts
					kindeSrc/environment/workflows/a/checkWorkflow.mts     | Rename it to kindeSrc/environment/workflows/a/checkWorkflow.ts
					kindeSrc/environment/workflows/checkWorkflow.cjs       | Rename it to kindeSrc/environment/workflows/checkWorkflow.js
					kindeSrc/environment/workflows/index.tsx               | Rename it to kindeSrc/environment/workflows/indexWorkflow.tsx
					kindeSrc/environment/workflows/check.workflow.old.js   | Rename it to kindeSrc/environment/workflows/checkoldWorkflow.js
					kindeSrc/environment/checkWorkflow.ts                  | Move it to kindeSrc/environment/workflows/checkWorkflow.ts
					kindeSrc/environment/check.ts                          | Rename it to kindeSrc/environment/workflows/checkWorkflow.ts
					workflows/checkWorkflow.ts                             | Move it to kindeSrc/environment/workflows/checkWorkflow.ts
					kindeSrc/environment/workflow/checkWorkflow.ts         | Move it to kindeSrc/environment/workflows/checkWorkflow.ts
					""")
	void aFileThatIsNoWorkflowByItsNameOrFolderIsAWarning(String file, String action) throws Exception {
		write(FOLDER + "tokenWorkflow.ts", TOKEN);
		write(file, "// the check of new passwords\n" + CHECK);
		assertThat(warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.location()).hasToString(file + ":2:14");
			assertThat(warning.message()).startsWith("The file exports workflowSettings, and never runs: it");
			assertThat(warning.action()).isEqualTo(action + ", or remove the export if the file is not to run.");
			assertThat(warning.severity()).as("beside the author's code, it is a copy more often")
				.isEqualTo(file.startsWith("kindeSrc/") ? Problem.Severity.FAILING : Problem.Severity.WARNING);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "const workflowSettings = { id: 'x' }; export { workflowSettings };",
			"const settings = { id: 'x' }; export { settings as workflowSettings };",
			"exports.workflowSettings = { id: 'x' };",
			"const workflowSettings = { id: 'x' }; module.exports = { workflowSettings, default: () => {} };",
			"export const workflowSettings = { id: 'x' };\nlet is broken;", "export const { workflowSettings } = {};" })
	void howeverItExportsItsSettings(String source) throws Exception {
		write(FOLDER + "tokenWorkflow.ts", TOKEN);
		write(FOLDER + "check.js", source);
		assertThat(warnings()).extracting(Problem::message)
			.singleElement()
			.asString()
			.startsWith("The file exports workflowSettings, and never runs");
	}

	@Test
	void aFileBesideAWorkflowOfTheNameThatItShouldHaveNeedsAnother() throws Exception {
		write(FOLDER + "tokenWorkflow.ts", TOKEN);
		write(FOLDER + "tokenWorkflow.mts", CHECK);
		assertThat(warnings()).extracting(Problem::action)
			.containsExactly("Give it a name of its own that ends in Workflow.ts (there is a " + FOLDER
					+ "tokenWorkflow.ts already), or remove the export if the file is not to run.");
	}

	@Test
	void aFileWhoseSettingsAWorkflowTakesRuns() throws Exception {
		write(FOLDER + "tokenWorkflow.ts", "export { workflowSettings, default } from \"../shared/token\";\n"
				+ "import * as other from \"../shared/other\"; export const all = other;");
		write("kindeSrc/environment/shared/token.ts", TOKEN);
		write("kindeSrc/environment/shared/other.ts", TOKEN);
		write("kindeSrc/environment/shared/mention.ts", "export const text = \"workflowSettings\";");
		write("kindeSrc/environment/shared/types.d.ts", "export const workflowSettings: unknown;");
		assertThat(warnings()).isEmpty();
	}

	@Test
	void aPropertyMakesItAnError() throws Exception {
		write(FOLDER + "tokenWorkflow.ts", TOKEN);
		write(FOLDER + "passwordCheck.ts", CHECK);
		try (LiveEngine strict = new LiveEngine(WorkflowEngine.builder().warnings(WarningPolicy.REJECT).build())) {
			Project project = project();
			assertThat(catchThrowableOfType(InvalidProjectException.class, () -> strict.deploy(project)).problems())
				.singleElement()
				.satisfies((problem) -> assertThat(problem.location()).hasToString(FOLDER + "passwordCheck.ts:1:14"));
			assertThat(strict.deployment()).isEmpty();
		}
	}

	@Test
	void aProjectOfSuchFilesAloneIsRejectedWithTheirNames() throws Exception {
		write(FOLDER + "passwordCheck.ts", CHECK);
		write("kindeSrc/environment/tokenWorkflow.ts", TOKEN);
		Project project = project();
		assertThat(catchThrowableOfType(InvalidProjectException.class, () -> ENGINE.deploy(project)).problems())
			.extracting((problem) -> problem.location() + " " + problem.message())
			.satisfiesExactly((first) -> assertThat(first).startsWith("null No workflows found below"),
					(second) -> assertThat(second).startsWith("kindeSrc/environment/tokenWorkflow.ts:1:14 The file"),
					(third) -> assertThat(third).startsWith(FOLDER + "passwordCheck.ts:1:14 The file exports"));
	}

	@Test
	void nothingIsSaidOfThemWhileNobodyKnowsWhereWorkflowsAre() throws Exception {
		write("kinde.json", "{ rootDir: src }");
		write(FOLDER + "tokenWorkflow.ts", TOKEN);
		write("src/environment/workflows/passwordWorkflow.ts", CHECK.replace("check", "token2") + "let a b;");
		Project project = project();
		assertThat(catchThrowableOfType(InvalidProjectException.class, () -> ENGINE.deploy(project)).problems())
			.singleElement()
			.satisfies((problem) -> assertThat(problem.message()).contains("kinde.json is not valid JSON"));
	}

	@Test
	void whatIsWrongWithKindeJsonAndWithTheWorkflowsIsReportedTogether() throws Exception {
		write("kinde.json", "{ \"rootDir\": \"/kindeSrc\" }");
		write(FOLDER + "aWorkflow.ts", "let a b;");
		write(FOLDER + "bWorkflow.ts", "export const workflowSettings = { trigger: \"m2m:token\" };" + RUN);
		write(FOLDER + "cWorkflow.ts", "\0");
		Project project = project();
		assertThat(catchThrowableOfType(InvalidProjectException.class, () -> ENGINE.deploy(project)).problems())
			.extracting(Problem::message)
			.satisfiesExactlyInAnyOrder((message) -> assertThat(message).startsWith("rootDir in"),
					(message) -> assertThat(message).startsWith("Syntax error"),
					(message) -> assertThat(message).isEqualTo("Workflow ID is required"),
					(message) -> assertThat(message).startsWith("Unknown trigger"),
					(message) -> assertThat(message).startsWith("The workflow file is not text"));
	}

}
